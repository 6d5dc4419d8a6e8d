package io.oncegate.web;

/** Whether a covered request must carry a key (contract 8, {@code key}). */
public enum KeyRequirement {
    /** Without one: 400. */
    REQUIRED,
    /** Without one: through, unprotected. */
    OPTIONAL
}
