package io.oncegate.core;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import reactor.core.scheduler.Scheduler;

/**
 * Which entries this gateway has settled with an answer, in always the same memory: a key has four places, which it shares with
 * others, and the newest of those takes the place of the oldest. A hint that to look for the answer is worth it: what became of
 * the entry since, and whether it is the one that is meant, is for the store to say. Only the time is certain: nothing is here
 * whose retention may be over.
 */
final class HeardAnswers {

    /** Eight megabytes; at ten thousand first requests a second, those of the last minute and a half. */
    private static final int PLACES = 1 << 20;

    /** With one place only, of two hundred keys two would meet in every fortieth case, and one be forgotten. */
    private static final int PLACES_OF_A_KEY = 4;

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
        int first = first(id.key());
        int mark = mark(id);
        // from the end, so that nothing is missing in between; two at the same time may lose one, or have it twice
        for (int place = takenFrom(first, mark); place > first; place--) {
            places.lazySet(place, places.get(place - 1));
        }
        places.lazySet(first, ((long) mark << Integer.SIZE) | (until & SECONDS));
    }

    /** The place of the same entry, or else one that nobody misses, or else the oldest's. */
    private int takenFrom(int first, int mark) {
        int place = first;
        while (place < first + PLACES_OF_A_KEY - 1 && mark(places.get(place)) != mark && isInTime(places.get(place))) {
            place++;
        }
        return place;
    }

    void remove(EntryId id) {
        int first = first(id.key());
        int mark = mark(id);
        for (int place = first; place < first + PLACES_OF_A_KEY; place++) {
            long there = places.get(place);
            if (mark(there) == mark) {
                places.compareAndSet(place, there, 0);
            }
        }
    }

    boolean has(EntryId id) {
        return isThere(first(id.key()), mark(id), 0);
    }

    /** Whether there is an answer under a key, whoever's it is. */
    boolean hasKey(IdempotencyKey key) {
        return isThere(first(key), tag(key), TAG_BITS);
    }

    /** Whether a mark without its last bits is in one of the places. */
    private boolean isThere(int first, int wanted, int bits) {
        for (int place = first; place < first + PLACES_OF_A_KEY; place++) {
            long there = places.get(place);
            if (mark(there) >>> bits == wanted && isInTime(there)) {
                return true;
            }
        }
        return false;
    }

    private boolean isInTime(long there) {
        return now() < (there & SECONDS);
    }

    private static int mark(long there) {
        return (int) (there >>> Integer.SIZE);
    }

    /** Half of it for the key and half for the scope. */
    private static int mark(EntryId id) {
        return (tag(id.key()) << TAG_BITS) | (mixed(id.scope().hashCode()) >>> TAG_BITS);
    }

    private static int tag(IdempotencyKey key) {
        return mixed(key.value().hashCode()) >>> TAG_BITS;
    }

    private static int first(IdempotencyKey key) {
        int hash = mixed(key.value().hashCode());
        return (hash ^ (hash >>> 7)) & (PLACES - PLACES_OF_A_KEY);
    }

    private static int mixed(int hash) {
        int mixed = (hash ^ (hash >>> 16)) * 0x9e3779b9;
        return mixed ^ (mixed >>> 15);
    }
}
