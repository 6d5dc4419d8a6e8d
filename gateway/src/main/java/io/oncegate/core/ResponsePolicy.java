package io.oncegate.core;

import java.util.HashSet;
import java.util.Set;

/**
 * What an upstream's answer means for the key (contract 4).
 *
 * @param released statuses after which the same key may run again: the contract's and the route's
 * @param upstreamDeduplicates whether the upstream enforces the key itself
 */
public record ResponsePolicy(Set<Integer> released, boolean upstreamDeduplicates) {

    /** Says by whom the request was refused before anything was done: credentials, rate, timing. */
    private static final Set<Integer> ALWAYS_RELEASED = Set.of(401, 403, 407, 408, 421, 423, 425, 429, 501);

    /** Adds the route's statuses to the contract's. */
    public ResponsePolicy {
        Set<Integer> all = new HashSet<>(ALWAYS_RELEASED);
        all.addAll(released);
        released = Set.copyOf(all);
    }

    /** What to do with the key. */
    public enum Verdict {
        /** Keep the answer and replay it. */
        KEEP,
        /** Certainly not executed: forget the key. */
        RELEASE,
        /** The effect may exist, and the upstream will tell the retry. */
        UNKNOWN
    }

    /**
     * Judges a whole answer that came from the upstream.
     *
     * @param status its status
     * @param retryAfter whether it carries {@code Retry-After}
     * @param notExecuted whether it carries {@code Idempotency-Disposition: not-executed}
     */
    public Verdict judge(int status, boolean retryAfter, boolean notExecuted) {
        if (notExecuted || released.contains(status) || (status == 503 && retryAfter)) {
            return Verdict.RELEASE;
        }
        // a server error may hide an effect: run again where a constraint will tell, else at most once
        return status >= 500 && upstreamDeduplicates ? Verdict.UNKNOWN : Verdict.KEEP;
    }
}
