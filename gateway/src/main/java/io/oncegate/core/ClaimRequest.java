package io.oncegate.core;

/**
 * All that the store needs to decide a claim in one step.
 *
 * @param id which entry
 * @param token who asks; repeating a request with the same token recognises an earlier grant
 * @param fingerprint what is asked, so that a key used for something else is noticed
 * @param upstreamDeduplicates whether an unknown outcome may run again, the upstream enforcing the key itself
 * @param lifetimes how long what follows lasts
 * @param instance the gateway that asks, for the entry's history
 * @param limits what the caller may have; the engine sees to it, not the store
 */
public record ClaimRequest(
        EntryId id,
        ClaimToken token,
        Fingerprint fingerprint,
        boolean upstreamDeduplicates,
        Lifetimes lifetimes,
        Instance instance,
        CallerLimits limits) {

    /** For a caller without limits. */
    public ClaimRequest(
            EntryId id,
            ClaimToken token,
            Fingerprint fingerprint,
            boolean upstreamDeduplicates,
            Lifetimes lifetimes,
            Instance instance) {
        this(id, token, fingerprint, upstreamDeduplicates, lifetimes, instance, CallerLimits.NONE);
    }
}
