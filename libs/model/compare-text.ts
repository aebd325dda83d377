/** For `sort`: negative, 0 or positive by code-unit order, which is the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
