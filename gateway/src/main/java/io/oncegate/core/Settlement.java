package io.oncegate.core;

/** Whether a write under a claim took effect (contract 6). A store answers one of the first two. */
public enum Settlement {
    /** The entry is as the owner wants it; said again when the same write is repeated. */
    LANDED,
    /** The claim is somebody else's by now, or its entry is gone or unreadable; nothing was written. */
    LOST,
    /** The store could not be told. It is tried again in the background, until the lease's end. */
    LATE
}
