package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/**
 * How it went for one request at one crash point.
 *
 * @param point where
 * @param request which
 * @param first what its client got, if it was a whole answer
 * @param last the last answer to its retries
 * @param executions how often it reached the service
 * @param rows how many rows it left
 */
record Outcome(
        CrashPoint point, Request request, Optional<Http.Reply> first, Http.Reply last, int executions, int rows) {

    /** What the first client saw. */
    String saw() {
        String nothing = point.fault() == Fault.CLIENT_CUT ? "left" : "connection lost";
        return first.map(Outcome::described).orElse(nothing);
    }

    /** What the retry got in the end. */
    String retry() {
        return described(last);
    }

    private static String described(Http.Reply reply) {
        String status = Integer.toString(reply.status());
        if (reply.isReplay()) {
            return status + " replayed";
        }
        if (reply.body().contains("\"duplicated\":true")) {
            return status + " the original order";
        }
        return reply.code().map(code -> status + " " + code).orElse(status);
    }

    /** Fails unless what the contract promises held here. */
    void assertPromiseKept(Tables tables) {
        if (request.route() == Route.ORDERS) {
            assertThat(rows).as("orders under the key").isEqualTo(1);
            assertThat(last.status()).as("the retry's status").isIn(200, 201);
            assertThat(tables.hasOrder(request.key(), last.member("orderId")))
                    .as("the retry was answered with the order in the database")
                    .isTrue();
        } else {
            assertThat(rows).as("rows").isLessThanOrEqualTo(1);
            assertThat(executions).as("executions").isLessThanOrEqualTo(1);
        }
        assertFirstAnswerHolds();
    }

    /** What the client was told first is still true at the end. */
    private void assertFirstAnswerHolds() {
        first.ifPresent(answer -> {
            if (answer.isRetryable()) {
                assertThat(last.status())
                        .as("after \"%s\", the retry's status", saw())
                        .isIn(200, 201);
            } else if (answer.status() == 201) {
                assertThat(last.member(request.route().idMember()))
                        .as("the id that the retry got")
                        .isEqualTo(answer.member(request.route().idMember()));
                assertThat(request.route() == Route.ORDERS || last.body().equals(answer.body()))
                        .as("on a route that executes once, the retry got the first answer")
                        .isTrue();
            }
        });
    }

    @Override
    public String toString() {
        return request.route() + " at " + point + ": the client saw " + saw() + ", executions " + executions + ", rows "
                + rows + ", the retry got " + retry();
    }
}
