package io.oncegate.core;

/**
 * What one caller may have in one namespace at most (contract 3, {@code caller-limit}).
 *
 * @param keys how many keys that were claimed within the last retention, but for those that are free again
 * @param keptBytes how many bytes of bodies kept within the last retention; what goes over it is the last to be kept
 */
public record CallerLimits(long keys, long keptBytes) {

    /** As much as there is room for. */
    public static final CallerLimits NONE = new CallerLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    /**
     * @throws IllegalArgumentException if one is not positive: nothing would ever be executed
     */
    public CallerLimits {
        if (keys <= 0 || keptBytes <= 0) {
            throw new IllegalArgumentException("limits are positive");
        }
    }

    /** Whether there is nothing to count. */
    public boolean isNone() {
        return equals(NONE);
    }
}
