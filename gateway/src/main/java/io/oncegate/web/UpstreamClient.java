package io.oncegate.web;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import reactor.netty.http.client.HttpClient;

/** The gateway's client with a route's own time-outs, which are set in its metadata. */
final class UpstreamClient {

    private final HttpClient client;
    private final HttpClientProperties properties;
    private final Map<Integer, HttpClient> byConnectTimeout = new ConcurrentHashMap<>();

    UpstreamClient(HttpClient client, HttpClientProperties properties) {
        this.client = client;
        this.properties = properties;
    }

    /** Made once for each time-out, and not with every request. */
    HttpClient on(Route route) {
        @Nullable Object own = route.getMetadata().get(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR);
        @Nullable Object timeout = own == null ? properties.getConnectTimeout() : own;
        return timeout == null
                ? client
                : byConnectTimeout.computeIfAbsent(
                        Integer.valueOf(timeout.toString()),
                        millis -> client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis));
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
