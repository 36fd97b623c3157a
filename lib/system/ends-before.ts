/** Resolves with the result of `promise`; with undefined if that takes longer than `timeoutMs`. */
export function endsBefore<T>(promise: Promise<T>, timeoutMs: number): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), timeoutMs);
    promise.finally(() => clearTimeout(timer)).then(resolve, reject);
  });
}
