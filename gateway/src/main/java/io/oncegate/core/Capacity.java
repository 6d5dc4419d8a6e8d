package io.oncegate.core;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How much this process takes on at once (contract 3, {@code gateway-busy}). Exchanges outlive the clients that began
 * them, so nothing else would bound them when clients leave and come again.
 */
public final class Capacity {

    private final int mostExchanges;
    private final long mostBytes;
    private final AtomicInteger exchanges = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param mostExchanges how many exchanges there may be at once
     * @param mostBytes how many bytes of requests and answers they may hold when another one begins
     */
    public Capacity(int mostExchanges, long mostBytes) {
        this.mostExchanges = mostExchanges;
        this.mostBytes = mostBytes;
    }

    /** How many exchanges there are. */
    public int exchanges() {
        return exchanges.get();
    }

    /** How many bytes of requests and answers they hold. */
    public long bytes() {
        return bytes.get();
    }

    /** How many exchanges were too much since the start. */
    public long refused() {
        return refused.get();
    }

    /** Takes on an exchange whose request has that many bytes at most; empty where it would be too much. */
    public Optional<Share> admit(long request) {
        Optional<Share> share = admitIfRoom(request);
        if (share.isEmpty()) {
            refused.incrementAndGet();
        }
        return share;
    }

    /** The same for who has somebody else to ask, so that being too much is no refusal. */
    public Optional<Share> admitIfRoom(long request) {
        if (exchanges.incrementAndGet() > mostExchanges) {
            exchanges.decrementAndGet();
            return Optional.empty();
        }
        if (bytes.addAndGet(request) > mostBytes) {
            exchanges.decrementAndGet();
            bytes.addAndGet(-request);
            return Optional.empty();
        }
        return Optional.of(new Share(request));
    }

    /** What one exchange takes up. */
    public final class Share {

        private long held;
        private boolean givenBack;

        private Share(long request) {
            this.held = request;
        }

        /** Holds that many bytes more, or fewer. Never refused: what was begun is brought to its end. */
        public synchronized void hold(long more) {
            if (!givenBack) {
                held += more;
                bytes.addAndGet(more);
            }
        }

        /** Gives it all back; a second time changes nothing. */
        public synchronized void giveBack() {
            if (!givenBack) {
                givenBack = true;
                exchanges.decrementAndGet();
                bytes.addAndGet(-held);
            }
        }
    }
}
