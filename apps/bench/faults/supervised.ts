import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram, type Program, type ProgramOptions } from './program.js';

/** A program that is started again when it ends, as a supervisor would. */
export class Supervised {
  #program: Program;
  #wanted = true;
  #killed = false;
  #finished = Promise.withResolvers<void>();
  #startedAt = Date.now();
  /** Exit codes of the times it ended without being told to. */
  readonly ends: number[] = [];

  /** `isEnd`: the exit code after which it is not started again. */
  constructor(
    private readonly options: ProgramOptions,
    private readonly isEnd: (code: number) => boolean = () => false,
  ) {
    this.#program = this.#start();
  }

  get program(): Program {
    return this.#program;
  }

  /** Milliseconds since its last start. */
  get age(): number {
    return Date.now() - this.#startedAt;
  }

  /** Resolves when it ended for good. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /** `kill -9`, and started again at once. */
  async kill9(): Promise<void> {
    this.#killed = true;
    await this.#program.kill9();
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    await this.#program.stop();
  }

  #start(): Program {
    this.#startedAt = Date.now();
    const program = startProgram(this.options);
    void program.ended.then((code) => this.#ended(code));
    return program;
  }

  async #ended(code: number): Promise<void> {
    if (!this.#wanted) return;
    if (this.#killed) this.#killed = false;
    else if (this.isEnd(code)) return this.#finished.resolve();
    else {
      this.ends.push(code);
      await sleep(500);
    }
    if (this.#wanted) this.#program = this.#start();
  }
}
