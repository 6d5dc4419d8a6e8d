package io.oncegate.systemtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Holds up one direction of every connection on which a request shows one of several signs, from the piece of that
 * request on that completes the sign.
 */
final class Hold implements Held {

    private final Gate.Side side;
    private final List<Predicate<String>> signs;
    private final Map<Relay, String> requests = new HashMap<>();
    private final Set<Relay> held = new LinkedHashSet<>();
    private boolean over;

    Hold(Gate.Side side, List<Predicate<String>> signs) {
        this.side = side;
        this.signs = new ArrayList<>(signs);
    }

    /** Is told of a piece of a request before it goes on. */
    synchronized void requested(Relay relay, String piece) {
        if (over) {
            return;
        }
        String request = requests.merge(relay, piece, String::concat);
        if (signs.removeIf(sign -> sign.test(request))) {
            relay.hold(side);
            held.add(relay);
        }
    }

    /** Waits until every sign was seen. */
    void awaitRequests() {
        Eventually.happens("all requests came to the gate", this::allSeen);
    }

    /** Waits until every connection that is held has a reply to deliver. */
    void awaitReplies() {
        awaitRequests();
        Eventually.happens("a reply came to the gate on every connection", this::allReplied);
    }

    private synchronized boolean allSeen() {
        return signs.isEmpty();
    }

    private synchronized boolean allReplied() {
        return held.stream().allMatch(Relay::hasReply);
    }

    @Override
    public synchronized void release() {
        over = true;
        held.forEach(Relay::release);
    }

    @Override
    public synchronized void cut() {
        over = true;
        held.forEach(Relay::cut);
    }
}
