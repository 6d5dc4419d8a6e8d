package io.oncegate.web;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.oncegate.core.Capacity;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.KeyHeader;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.codec.ServerCodecConfigurer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.DefaultServerWebExchange;
import org.springframework.web.server.i18n.AcceptHeaderLocaleContextResolver;
import org.springframework.web.server.i18n.LocaleContextResolver;
import org.springframework.web.server.session.WebSessionManager;
import reactor.core.publisher.Mono;
import reactor.netty.NettyPipeline;

/**
 * Answers retries ahead of the server, as soon as they are read: those of which this gateway has heard the answer, and which have
 * nothing about them that anybody on the way would want a say in. It never claims and never executes: whatever turns out to be
 * no replay goes on untouched, as if nobody had looked at it.
 */
public final class EarlyReplays {

    /** A longer body is no plain retry: it is not held back for one. */
    private static final int LONGEST_BODY = 64 * 1024;

    private static final byte[] NONE = {};

    private static final WebSessionManager NO_SESSIONS =
            exchange -> Mono.error(() -> new IllegalStateException("there is no session ahead of the server"));

    /**
     * What goes along with answers to plain requests without credentials.
     *
     * @param open whether nobody else has a say in them; asked once, when all is started
     * @param fields adds the header fields that every answer has
     * @param watch is told of each answer
     * @param clock in nanoseconds, from any beginning
     */
    public record Terms(Supplier<Boolean> open, Consumer<ServerWebExchange> fields, Watch watch, LongSupplier clock) {}

    /** Told of what the server would have told of. */
    @FunctionalInterface
    public interface Watch {

        /** A request was answered after that long. */
        void answered(ServerHttpRequest request, ServerHttpResponse response, long nanos);
    }

    private final FastPath path;
    private final IdempotencyEngine engine;
    private final Capacity capacity;
    private final Terms terms;
    private final Supplier<Boolean> open;
    private final LongAdder count = new LongAdder();
    private final ServerCodecConfigurer codecs = ServerCodecConfigurer.create();
    private final LocaleContextResolver locales = new AcceptHeaderLocaleContextResolver();

    /**
     * @param path knows the routes
     * @param engine knows what may be recalled
     * @param capacity bounds what is held
     * @param terms of answers
     */
    public EarlyReplays(FastPath path, IdempotencyEngine engine, Capacity capacity, Terms terms) {
        this.path = path;
        this.engine = engine;
        this.capacity = capacity;
        this.terms = terms;
        this.open = SingletonSupplier.of(terms.open());
    }

    /** Takes its place on a new connection of the server, where that speaks HTTP/1.1 and nobody else looks at requests. */
    public void attach(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        if (isPlain(pipeline)) {
            pipeline.addBefore(
                    NettyPipeline.HttpTrafficHandler, "oncegate.earlyReplays", new EarlyReplayHandler(this::look));
        }
    }

    /** Codec, server, bridge to the application, and nothing between them. */
    static boolean isPlain(ChannelPipeline pipeline) {
        List<String> names = pipeline.names();
        int codec = names.indexOf(NettyPipeline.HttpCodec);
        return codec >= 0
                && names.size() > codec + 2
                && names.get(codec + 1).equals(NettyPipeline.HttpTrafficHandler)
                && names.get(codec + 2).equals(NettyPipeline.ReactiveBridge);
    }

    Optional<EarlyRetry> look(Channel channel, HttpRequest request) {
        @Nullable FastRoutes routes = path.known();
        if (routes == null || !mayRecall(routes, request.headers()) || !open.get()) {
            return Optional.empty();
        }
        int length = length(request.headers());
        @Nullable String host = request.headers().get(HttpHeaderNames.HOST);
        if (length < 0
                || host == null
                || !isSimple(request)
                || !PlainRequest.is(request.method(), request.uri(), request.headers())) {
            return Optional.empty();
        }
        try {
            EarlyResponse response = new EarlyResponse();
            ServerWebExchange exchange = new DefaultServerWebExchange(
                    new EarlyRequest(channel, request, host), response, NO_SESSIONS, codecs, locales);
            return routes.of(exchange)
                    .flatMap(FastRoutes.Lane::first)
                    .map(filter -> new Recalling(filter, exchange, response, length));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private boolean mayRecall(FastRoutes routes, HttpHeaders headers) {
        for (String name : routes.keyHeaders()) {
            @Nullable String value = headers.get(name);
            if (value != null
                    && KeyHeader.parse(List.of(value)).fold(() -> false, engine::mayRecall, malformed -> false)) {
                return true;
            }
        }
        return false;
    }

    /** Nothing about the connection, and nobody to be authenticated. What is encoded for the transfer says no length. */
    private static boolean isSimple(HttpRequest request) {
        HttpHeaders headers = request.headers();
        return request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.decoderResult().isSuccess()
                && headers.getAll(HttpHeaderNames.HOST).size() == 1
                && !headers.contains(HttpHeaderNames.AUTHORIZATION)
                && !headers.contains(HttpHeaderNames.COOKIE)
                && !headers.contains(HttpHeaderNames.EXPECT)
                && staysOpen(headers.getAll(HttpHeaderNames.CONNECTION));
    }

    private static boolean staysOpen(List<String> connection) {
        return connection.isEmpty()
                || (connection.size() == 1 && HttpHeaderValues.KEEP_ALIVE.contentEqualsIgnoreCase(connection.get(0)));
    }

    /** Of the body; below 0 where that is not said, or is too much. */
    private static int length(HttpHeaders headers) {
        try {
            int length = headers.getInt(HttpHeaderNames.CONTENT_LENGTH, -1);
            return length <= LONGEST_BODY ? length : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** How many it has answered. */
    public long count() {
        return count.sum();
    }

    /** A request on a route that covers it. */
    private final class Recalling implements EarlyRetry {

        private final IdempotencyKeyFilter filter;
        private final ServerWebExchange exchange;
        private final EarlyResponse response;
        private final int length;
        private final long begun = terms.clock().getAsLong();
        private Capacity.@Nullable Share share;

        Recalling(IdempotencyKeyFilter filter, ServerWebExchange exchange, EarlyResponse response, int length) {
            this.filter = filter;
            this.exchange = exchange;
            this.response = response;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public Mono<Supplier<FullHttpResponse>> ask(byte[] body) {
            Optional<Capacity.Share> room = capacity.admitIfRoom(length);
            if (room.isEmpty()) {
                return Mono.empty();
            }
            share = room.get();
            return filter.recall(exchange, body).map(recalled -> () -> answer(recalled));
        }

        private FullHttpResponse answer(IdempotencyKeyFilter.Recalled recalled) {
            int status = recalled.answer().status();
            byte[] body = Replies.isBodiless(status) ? NONE : recalled.answer().body();
            Replies.fill(response, recalled.key(), recalled.answer());
            terms.fields().accept(exchange);
            count.increment();
            filter.replayed();
            terms.watch()
                    .answered(exchange.getRequest(), response, terms.clock().getAsLong() - begun);
            return response.with(status, body);
        }

        @Override
        public void end() {
            if (share != null) {
                share.giveBack();
            }
        }
    }
}
