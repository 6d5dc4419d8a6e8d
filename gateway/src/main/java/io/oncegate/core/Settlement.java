package io.oncegate.core;

/** Whether a write under a claim took effect (contract 6). {@link #LATE} is the engine's word, not a store's. */
public enum Settlement {
    /** The entry is as the owner wants it; said again when the same write is repeated. */
    LANDED,
    /** It landed, but there was no room for the answer: retries learn that it was executed, and not what came of it. */
    WITHOUT_ANSWER,
    /** The claim is somebody else's by now, or its entry is gone or unreadable; nothing was written. */
    LOST,
    /** The store could not be told. It is tried again in the background, until the lease's end. */
    LATE
}
