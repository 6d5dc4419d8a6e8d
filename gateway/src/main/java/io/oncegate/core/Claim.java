package io.oncegate.core;

/**
 * The capability to settle an entry. Only a store hands one out, inside {@link ClaimOutcome.Granted}; who never got
 * one cannot write a call that settles.
 *
 * @param request what was granted
 * @param attempt 1 for the first execution under the entry, more where an earlier one ended unknown or died
 * @param overUnreadable whether an entry was there that cannot be read
 */
public record Claim(ClaimRequest request, int attempt, boolean overUnreadable) {

    /** The highest attempt that is counted; later ones stay at it. */
    public static final int MAX_ATTEMPT = 0xffff;

    /** A claim on nothing, or on what can be read. */
    public Claim(ClaimRequest request, int attempt) {
        this(request, attempt, false);
    }

    /** The entry this claim is on. */
    public EntryId id() {
        return request.id();
    }

    /** The owner's token. */
    public ClaimToken token() {
        return request.token();
    }
}
