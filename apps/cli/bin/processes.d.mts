export interface LivingProcess {
  readonly pid: number;
  readonly command: string;
}
export declare function processesOf(ancestors: Iterable<number>, folder?: string): readonly LivingProcess[];
