package io.oncegate.systemtest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** A first request on each route, and what their clients see. */
final class FirstRequests {

    private final List<Request> requests = Request.onEachRoute();
    private final Map<Request, CompletableFuture<Optional<Http.Reply>>> replies = new ConcurrentHashMap<>();
    private final Http entrance;

    FirstRequests(Http entrance) {
        this.entrance = entrance;
    }

    List<Request> requests() {
        return requests;
    }

    void send() {
        requests.forEach(request -> replies.put(request, request.send(entrance)));
    }

    /** Waits until each client has its answer, or knows that none will come. */
    void await() {
        replies.values().forEach(CompletableFuture::join);
    }

    /** The whole answer to a request, where its client got one. */
    Optional<Http.Reply> reply(Request request) {
        return Optional.ofNullable(replies.get(request)).flatMap(CompletableFuture::join);
    }
}
