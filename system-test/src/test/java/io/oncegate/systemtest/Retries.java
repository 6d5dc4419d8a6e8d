package io.oncegate.systemtest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The same requests again, until each has an answer that does not ask for another try. */
final class Retries {

    private static final long PAUSE_MILLIS = 200;

    private final Http gateway;
    private final List<Request> requests;
    private final Map<Request, Http.Reply> last = new LinkedHashMap<>();
    private final Map<Request, List<String>> codes = new HashMap<>();

    Retries(Http gateway, List<Request> requests) {
        this.gateway = gateway;
        this.requests = requests;
    }

    /** Sends once more each of those that have no last answer yet; whether all have. */
    boolean once() {
        Map<Request, CompletableFuture<Optional<Http.Reply>>> sent = new LinkedHashMap<>();
        requests.stream()
                .filter(request -> !last.containsKey(request))
                .forEach(request -> sent.put(request, request.send(gateway)));
        sent.forEach((request, reply) -> reply.join().ifPresent(it -> take(request, it)));
        return last.size() == requests.size();
    }

    private void take(Request request, Http.Reply reply) {
        reply.code().ifPresent(code -> codes.computeIfAbsent(request, it -> new ArrayList<>())
                .add(code));
        if (!reply.isRetryable()) {
            last.put(request, reply);
        }
    }

    /** Goes on until all have. */
    void untilAnswered() {
        Eventually.happens("every retry got an answer", () -> {
            Eventually.pause(PAUSE_MILLIS);
            return once();
        });
    }

    /** The problems that a request met on its way to its last answer, in their order. */
    List<String> codes(Request request) {
        return codes.getOrDefault(request, List.of());
    }

    Http.Reply last(Request request) {
        return Objects.requireNonNull(last.get(request));
    }
}
