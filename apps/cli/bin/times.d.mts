export declare function timesByFolder(
  testResults: readonly { readonly name: string; readonly startTime: number; readonly endTime: number }[],
  root: string,
): readonly string[];
