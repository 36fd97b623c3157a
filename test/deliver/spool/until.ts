const DEADLINE_MS = 20_000;

/** Resolves when `isTrue` is; rejects with `describe()` if that takes too long. */
export async function until(
  isTrue: () => boolean | Promise<boolean>,
  describe: () => unknown = () => 'it never became true',
): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(String(describe()));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
