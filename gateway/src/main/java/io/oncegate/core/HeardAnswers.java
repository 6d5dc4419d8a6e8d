package io.oncegate.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import reactor.core.scheduler.Scheduler;

/**
 * Which entries this gateway has settled with an answer, in always the same memory, where a newer one takes the place of an
 * older one. A hint that to look for the answer is worth it: what became of the entry since, and whether it is the one that is
 * meant, is for the store to say. Only the time is certain: nothing is here whose retention may be over.
 */
final class HeardAnswers {

    /** Eight megabytes; at ten thousand first requests a second, those of the last minute and a half. */
    private static final int PLACES = 1 << 20;

    private static final long SECONDS = 0xffff_ffffL;
    private static final int TAG_BITS = 16;

    private final AtomicLongArray places = new AtomicLongArray(PLACES);
    private final Scheduler time;
    private final long beginning;

    /** @param time passes, and is never set */
    HeardAnswers(Scheduler time) {
        this.time = time;
        this.beginning = time.now(TimeUnit.SECONDS);
    }

    /** In seconds, for {@link #add}. */
    long now() {
        return time.now(TimeUnit.SECONDS) - beginning;
    }

    /**
     * There is an answer.
     *
     * @param asked the time before the store was asked to keep it
     * @param retention how long it is kept; it is known here for half of that, however fast or slow either clock is
     */
    void add(EntryId id, long asked, Duration retention) {
        long until = asked + Math.min(retention.toSeconds(), Integer.MAX_VALUE) / 2;
        places.lazySet(place(id.key()), ((long) mark(id) << Integer.SIZE) | (until & SECONDS));
    }

    void remove(EntryId id) {
        int place = place(id.key());
        long there = places.get(place);
        if ((int) (there >>> Integer.SIZE) == mark(id)) {
            places.compareAndSet(place, there, 0);
        }
    }

    boolean has(EntryId id) {
        long there = places.get(place(id.key()));
        return (int) (there >>> Integer.SIZE) == mark(id) && isInTime(there);
    }

    /** Whether there is an answer under a key, whoever's it is. */
    boolean hasKey(IdempotencyKey key) {
        long there = places.get(place(key));
        return (int) (there >>> (Integer.SIZE + TAG_BITS)) == tag(key) && isInTime(there);
    }

    private boolean isInTime(long there) {
        return now() < (there & SECONDS);
    }

    /** Half of it for the key and half for the scope. */
    private static int mark(EntryId id) {
        return (tag(id.key()) << TAG_BITS) | (mixed(id.scope().hashCode()) >>> TAG_BITS);
    }

    private static int tag(IdempotencyKey key) {
        return mixed(key.value().hashCode()) >>> TAG_BITS;
    }

    private static int place(IdempotencyKey key) {
        int hash = mixed(key.value().hashCode());
        return (hash ^ (hash >>> 7)) & (PLACES - 1);
    }

    private static int mixed(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }
}
