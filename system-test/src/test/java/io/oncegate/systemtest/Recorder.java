package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Answer;
import io.oncegate.systemtest.History.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Sends requests and writes down what came of them.
 *
 * @param gateways where to
 * @param history takes it down
 */
record Recorder(List<Http> gateways, History history) {

    /**
     * Sends a request through one of the gateways.
     *
     * @param altered whether to send something else under its key
     * @param patience after that its client leaves
     * @return the whole answer; empty where none came
     */
    CompletableFuture<Optional<Answer>> send(Request request, boolean altered, int gateway, Duration patience) {
        Http http = gateways.get(gateway);
        Route route = request.route();
        String original = route.body(request.number());
        String body = altered ? original.replace("}", ",\"more\":true}") : original;
        long sent = System.nanoTime();
        return http.sendAsync(Http.posting(route.to(http), request.key(), body).timeout(patience))
                .thenApply(reply -> Optional.of(Answer.of(route, reply)))
                .exceptionally(lost -> Optional.empty())
                .whenComplete((answer, never) -> history.add(
                        new Exchange(route, request.key(), body, gateway, sent, System.nanoTime(), answer)));
    }
}
