package io.oncegate.systemtest;

import io.lettuce.core.cluster.SlotHash;
import io.oncegate.systemtest.History.Exchange;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What Redis may have forgotten when something failed.
 *
 * @param extent how much
 * @param first slot of the keys concerned
 * @param last slot of the keys concerned
 */
record Loss(Extent extent, int first, int last) {

    static final Loss NOTHING = new Loss(Extent.NOTHING, 0, -1);
    static final Loss EVERYTHING = new Loss(Extent.EVERYTHING, 0, SlotHash.SLOT_COUNT - 1);

    /** How long before a primary fails its replicas may not have what it took: far longer than they ever lagged. */
    private static final long LAG = TimeUnit.SECONDS.toNanos(1);

    /** How long after its client left a request may still be at work: a gateway's execution timeout, and a freeze. */
    private static final long UNATTENDED = TimeUnit.SECONDS.toNanos(12);

    /** How much. */
    enum Extent {
        NOTHING,
        /** What was written shortly before a primary was replaced, or to it after that. */
        LATEST,
        EVERYTHING
    }

    /** What the replaced primary of a part of the keys had not passed on. */
    static Loss latest(Shard shard) {
        return new Loss(Extent.LATEST, shard.first(), shard.last());
    }

    /**
     * Whether what Redis knew of a key may have been forgotten while its client was still asking. A loss of everything counts
     * from the first of its requests on; a loss of the latest only where a request was at work while it could get lost.
     *
     * @param all what was sent under the key
     * @param from when it began
     * @param to when it was over
     */
    boolean concerns(List<Exchange> all, long from, long to) {
        Exchange some = all.get(0);
        int slot = SlotHash.getSlot(some.route().entry(some.key()));
        if (extent == Extent.NOTHING || slot < first || slot > last) {
            return false;
        }
        if (extent == Extent.LATEST) {
            return all.stream().anyMatch(one -> one.sent() <= to && workedUntil(one) >= from - LAG);
        }
        long begun = all.stream().mapToLong(Exchange::sent).min().orElse(0);
        long ended = all.stream().mapToLong(Loss::workedUntil).max().orElse(0);
        return begun <= to && ended >= from;
    }

    private static long workedUntil(Exchange exchange) {
        return exchange.reply().isPresent() ? exchange.ended() : exchange.ended() + UNATTENDED;
    }
}
