package io.oncegate.core;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened under an entry, as far as its state does not say it. Bounded: of many earlier attempts the first and
 * the latest are remembered.
 *
 * @param instance the gateway of the latest attempt, or the one that an operator used after it
 * @param took how long the latest attempt took, zero while it is in flight; empty where the state was set by hand
 * @param earlier what came before, oldest first
 */
public record History(Instance instance, Optional<Duration> took, List<Attempt> earlier) {

    /** The most that is remembered of what came before. */
    public static final int MOST_EARLIER = 8;

    /** The longest that is told apart, a little under fifty days. */
    private static final Duration LONGEST = Duration.ofMillis(0xffff_fffeL);

    /** Copies the list. */
    public History {
        earlier = List.copyOf(earlier);
    }

    /** An attempt that begins. */
    static History begun(Instance instance, List<Attempt> earlier) {
        return new History(instance, Optional.of(Duration.ZERO), earlier);
    }

    /** An attempt that ended. */
    static History ended(Instance instance, Duration took, List<Attempt> earlier) {
        Duration positive = took.isNegative() ? Duration.ZERO : took;
        return new History(instance, Optional.of(positive.compareTo(LONGEST) < 0 ? positive : LONGEST), earlier);
    }

    /** A change by hand. */
    static History byHand(Instance instance, List<Attempt> earlier) {
        return new History(instance, Optional.empty(), earlier);
    }

    /** What came before, and then this: the second oldest makes room for it. */
    List<Attempt> followedBy(Attempt latest) {
        List<Attempt> all = new ArrayList<>(earlier);
        if (all.size() == MOST_EARLIER) {
            all.remove(1);
        }
        all.add(latest);
        return all;
    }

    /** Whether an operator's release stands for the attempt that follows all these. */
    boolean isReleased() {
        return !earlier.isEmpty() && earlier.get(earlier.size() - 1).how().isReleased();
    }
}
