package io.oncegate.web;

/** What a route does with a covered request when the store fails (contract 8, {@code on-store-failure}). */
public enum OnStoreFailure {
    /** Answers 503: for money, no answer is better than two effects. */
    REJECT,
    /** Lets the request through and says so: only where the upstream enforces the key itself. */
    BYPASS
}
