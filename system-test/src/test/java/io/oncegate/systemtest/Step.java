package io.oncegate.systemtest;

import io.oncegate.systemtest.Gate.Side;
import java.util.List;
import java.util.function.Predicate;

/** The steps of a first request, each with how to bring one on each route right there, and no further. */
enum Step {
    BEFORE_RESERVE("1 before reserve", "the claim is on its way to Redis", true) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Hold claims = claims(product, Side.REQUESTS, first);
            first.send();
            claims.awaitRequests();
            return claims;
        }
    },
    RESERVED("2 reserved", "Redis has granted the claim, the gateway has not heard of it", true) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Hold grants = claims(product, Side.REPLIES, first);
            first.send();
            grants.awaitRequests();
            product.awaitInRedis("EXISTS", first.requests(), ":1"::equals);
            return grants;
        }
    },
    SENT("3 sent", "the request has left the gateway and is on its way to the service", false) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Hold orders = product.toService().hold(Side.REQUESTS, named(first));
            first.send();
            orders.awaitRequests();
            return orders;
        }
    },
    EXECUTING("4 executing", "the service is about to insert the row", false) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Held lock = product.tables().lock();
            first.send();
            Eventually.happens(
                    "both inserts waited",
                    () -> product.tables().waiting() == first.requests().size());
            return lock;
        }
    },
    COMMITTED("5 committed", "the row is there, the answer is on its way to the gateway", false) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Hold answers = product.toService().hold(Side.REPLIES, named(first));
            first.send();
            answers.awaitReplies();
            return answers;
        }
    },
    RECEIVED("6 received", "the gateway has the answer, which is on its way to Redis", true) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            return settling(product, Side.REQUESTS, first);
        }
    },
    STORED("7 stored", "Redis has stored the answer, the gateway has not heard of it", true) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            Hold stored = settling(product, Side.REPLIES, first);
            // an entry in flight has forty bytes, one with an answer has more
            product.awaitInRedis("STRLEN", first.requests(), length -> Integer.parseInt(length.substring(1)) > 40);
            return stored;
        }
    },
    REPLIED("8 replied", "the client has the whole answer", false) {
        @Override
        Held reach(BreakableProduct product, FirstRequests first) {
            first.send();
            first.await();
            return Held.NOTHING;
        }
    };

    private final String title;
    private final String explanation;
    private final boolean atRedis;

    Step(String title, String explanation, boolean atRedis) {
        this.title = title;
        this.explanation = explanation;
        this.atRedis = atRedis;
    }

    /** Its number and name. */
    String title() {
        return title;
    }

    /** Where everything stands. */
    String explanation() {
        return explanation;
    }

    /** Whether what is held up is on its way to Redis or back. */
    boolean isAtRedis() {
        return atRedis;
    }

    /**
     * Sends the requests and waits until all are there.
     *
     * @return what is held up there
     */
    abstract Held reach(BreakableProduct product, FirstRequests first);

    private static Hold claims(BreakableProduct product, Side side, FirstRequests first) {
        return product.toRedis().hold(side, named(first));
    }

    /** Both have their answers before either is stored: to Redis there is one connection for all. */
    private static Hold settling(BreakableProduct product, Side side, FirstRequests first) {
        Held committed = COMMITTED.reach(product, first);
        Hold settled = product.toRedis()
                .hold(side, first.requests().stream().map(Request::isSettled).toList());
        committed.release();
        settled.awaitRequests();
        return settled;
    }

    private static List<Predicate<String>> named(FirstRequests first) {
        return first.requests().stream().map(Request::isNamed).toList();
    }
}
