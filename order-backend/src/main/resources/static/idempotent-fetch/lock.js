const TAKEN = Symbol("taken");

/** The signal was aborted before the lock was had. */
export const GAVE_UP = Symbol("gave up");

/**
 * Does something that only one tab may be doing.
 *
 * @template T
 * @param {LockManager | null | undefined} locks none: it is just done
 * @param {string} name
 * @param {{ signal?: AbortSignal, onTaken: () => void }} waiting who waits
 * @param {(waited: boolean) => Promise<T>} action
 * @returns {Promise<T | GAVE_UP>}
 */
export async function alone(locks, name, { signal, onTaken }, action) {
  if (!locks) {
    return action(false);
  }
  const first = await locks.request(name, { ifAvailable: true }, (lock) => (lock ? action(false) : TAKEN));
  if (first !== TAKEN) {
    return first;
  }
  onTaken();
  let had = false;
  try {
    return await locks.request(name, { signal }, () => {
      had = true;
      return action(true);
    });
  } catch (e) {
    if (!had && signal?.aborted) {
      return GAVE_UP;
    }
    throw e;
  }
}
