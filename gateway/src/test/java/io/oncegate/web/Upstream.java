package io.oncegate.web;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
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

    /** What becomes of a connection. */
    enum End {
        CLOSE,
        RESET,
        STAY
    }

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final DisposableServer server;

    Upstream() {
        this(0);
    }

    /**
     * @param port to listen on; 0 for any
     */
    Upstream(int port) {
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(port)
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

    /** The executions under a key that arrived at a path, in order. */
    List<String> attempts(String path) {
        return seen(path).stream()
                .map(it -> it.headers().get("Idempotency-Attempt"))
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

    /** Answers the first request the first way, and so on; then the last way for ever. */
    static Behaviour inTurn(Behaviour... turns) {
        AtomicInteger turn = new AtomicInteger();
        return (request, response) ->
                turns[Math.min(turn.getAndIncrement(), turns.length - 1)].apply(request, response);
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

    /** Sends each piece as it comes. */
    static Behaviour pieces(int status, Flux<String> pieces, String... headers) {
        return (request, response) -> {
            response.status(status);
            for (int i = 0; i < headers.length; i += 2) {
                response.addHeader(headers[i], headers[i + 1]);
            }
            return response.send(pieces.map(it -> Unpooled.copiedBuffer(it, US_ASCII)), piece -> true);
        };
    }

    /** Tells when the gateway has let go of the connection. */
    static Behaviour untilClosed(Sinks.Empty<Void> closed, Behaviour then) {
        return (request, response) -> {
            response.withConnection(
                    connection -> connection.channel().closeFuture().addListener(future -> closed.tryEmitEmpty()));
            return then.apply(request, response);
        };
    }

    /** Writes those bytes as they are, HTTP or not, and then does that to the connection. */
    static Behaviour raw(String bytes, End end) {
        return (request, response) -> {
            response.withConnection(connection -> write(connection.channel(), bytes, end));
            return Mono.never();
        };
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the gateway's side is what is looked at
    private static void write(Channel channel, String bytes, End end) {
        // before the first handler, and so past the server's own codec
        channel.pipeline()
                .firstContext()
                .writeAndFlush(Unpooled.copiedBuffer(bytes, US_ASCII))
                .addListener(written -> {
                    if (end == End.RESET) {
                        channel.config().setOption(ChannelOption.SO_LINGER, 0);
                    }
                    if (end != End.STAY) {
                        channel.close();
                    }
                });
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
