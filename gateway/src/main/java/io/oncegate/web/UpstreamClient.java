package io.oncegate.web;

import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.LoopResources;

/**
 * The gateway's client with a route's own time-outs, which are set in its metadata, on the event loop that the request is
 * on: a connection of another one would have both threads wake each other for each step.
 */
final class UpstreamClient {

    /** Variants of the client, each made once and not with every request. */
    private record Variant(
            @Nullable Integer connectTimeout, @Nullable EventLoop loop) {}

    private final HttpClient client;
    private final HttpClientProperties properties;
    private final LoopResources loops;
    private final EventLoopGroup group;
    private final Set<EventExecutor> ours = new HashSet<>();
    private final Map<Variant, HttpClient> variants = new ConcurrentHashMap<>();

    UpstreamClient(HttpClient client, HttpClientProperties properties) {
        this.client = client;
        this.properties = properties;
        this.loops = client.configuration().loopResources();
        this.group = loops.onClient(client.configuration().isPreferNative());
        // a pool for each loop would let so many connections be for each of them
        if (client.configuration().connectionProvider().maxConnections() == Integer.MAX_VALUE) {
            group.forEach(ours::add);
        }
    }

    HttpClient on(Route route, ServerHttpRequest request) {
        @Nullable Object own = route.getMetadata().get(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR);
        @Nullable Object timeout = own == null ? properties.getConnectTimeout() : own;
        return variants.computeIfAbsent(
                new Variant(timeout == null ? null : Integer.valueOf(timeout.toString()), loop(request)), this::made);
    }

    private HttpClient made(Variant variant) {
        HttpClient made = variant.loop() == null
                ? client
                : client.runOn(
                        new OneLoop(variant.loop(), group, loops),
                        client.configuration().isPreferNative());
        return variant.connectTimeout() == null
                ? made
                : made.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, variant.connectTimeout());
    }

    /** The one that the client's connection is on, if it is one of those that requests are sent on. */
    private @Nullable EventLoop loop(ServerHttpRequest request) {
        if (!ours.isEmpty()
                && ServerHttpRequestDecorator.getNativeRequest(request) instanceof Connection connection
                && ours.contains(connection.channel().eventLoop())) {
            return connection.channel().eventLoop();
        }
        return null;
    }

    /** The route's over the gateway's; a negative one is none. */
    @Nullable
    Duration responseTimeout(Route route) {
        @Nullable Object own = route.getMetadata().get(RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR);
        if (own == null) {
            return properties.getResponseTimeout();
        }
        try {
            long millis = Long.parseLong(own.toString());
            return millis < 0 ? null : Duration.ofMillis(millis);
        } catch (NumberFormatException e) {
            // as the gateway has it
            return properties.getResponseTimeout();
        }
    }
}
