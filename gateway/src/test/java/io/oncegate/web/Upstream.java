package io.oncegate.web;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableChannel;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** A service behind the gateway: answers as each test says, and remembers what it was sent. */
final class Upstream implements AutoCloseable {

    /**
     * A request as it arrived.
     *
     * @param method its method
     * @param uri path and query
     * @param headers its headers
     * @param body its bytes
     */
    @SuppressWarnings("ArrayRecordComponent") // looked into by the tests, never compared
    record Seen(String method, String uri, HttpHeaders headers, byte[] body) {}

    /** How to answer a request whose body has been read. */
    interface Behaviour extends BiFunction<Seen, HttpServerResponse, Publisher<Void>> {}

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    Upstream() {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(this::handle)
                .bindNow(Duration.ofSeconds(10));
    }

    int port() {
        return server.port();
    }

    /** Answers requests to a path that way from now on. */
    void on(String path, Behaviour behaviour) {
        behaviours.put(path, behaviour);
    }

    /** What arrived at a path, in order. */
    List<Seen> seen(String path) {
        return seen.stream()
                .filter(it -> it.uri().split("\\?", -1)[0].equals(path))
                .toList();
    }

    /** Answers with a status, headers as name and value in turn, and a body. */
    static Behaviour answer(int status, byte[] body, String... headers) {
        return (request, response) -> {
            response.status(status);
            for (int i = 0; i < headers.length; i += 2) {
                response.addHeader(headers[i], headers[i + 1]);
            }
            if (body.length == 0) {
                return response.send();
            }
            return response.sendByteArray(Mono.just(body));
        };
    }

    /** Answers once {@code go} completes. */
    static Behaviour after(Mono<Void> go, Behaviour then) {
        return (request, response) -> go.then(Mono.defer(() -> Mono.from(then.apply(request, response))));
    }

    /** Sends the head and a part of the announced body, then breaks the connection. */
    static Behaviour brokenInside(int announced, byte[] part) {
        return (request, response) -> {
            response.status(201).header("Content-Length", Integer.toString(announced));
            return response.sendByteArray(Flux.just(part).concatWith(Mono.error(new IllegalStateException("broken"))));
        };
    }

    /** Breaks the connection without a word. */
    static Behaviour broken() {
        return (request, response) -> {
            response.withConnection(DisposableChannel::dispose);
            return Mono.never();
        };
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        return request.receive()
                .aggregate()
                .asByteArray()
                .defaultIfEmpty(new byte[0])
                .flatMap(body -> {
                    Seen it = new Seen(
                            request.method().name(),
                            request.uri(),
                            request.requestHeaders().copy(),
                            body);
                    seen.add(it);
                    String path = request.uri().split("\\?", -1)[0];
                    Behaviour behaviour = behaviours.getOrDefault(path, (any, any2) -> any2.sendNotFound());
                    return Mono.from(behaviour.apply(it, response));
                });
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(5));
    }
}
