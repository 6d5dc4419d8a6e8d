package io.oncegate.web;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyRoutingFilter;
import org.springframework.cloud.gateway.filter.headers.HttpHeadersFilter;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.netty.Connection;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientResponse;

/**
 * Sends covered requests upstream in the gateway's place, just before {@link NettyRoutingFilter} would. What it does is
 * the same, and so is what other filters find in the exchange; but the body of a covered request is in memory, so the
 * whole request is one message, written once, and header fields are gone over once. That pays for the reservation.
 *
 * <p>Left to the gateway: requests whose body an inner filter has changed, addresses that are not HTTP, and
 * everything where the application has a routing filter of its own.
 */
public final class CoveredRouting implements GlobalFilter, Ordered {

    /**
     * What the gateway sends requests with.
     *
     * @param client its client
     * @param fields what its header filters come to
     */
    private record Way(UpstreamClient client, UpstreamFields fields) {}

    private final SingletonSupplier<Optional<Way>> way;
    private final Scheduler deadlines;

    /**
     * The suppliers are asked once, when the first request is there and the application is whole.
     *
     * @param client the gateway's; empty where all is left to a routing filter of the application's own
     * @param properties of the gateway's client
     * @param filters the gateway's header filters, in order
     * @param deadlines keeps time for a route's response-timeout
     */
    public CoveredRouting(
            Supplier<Optional<HttpClient>> client,
            Supplier<HttpClientProperties> properties,
            Supplier<List<HttpHeadersFilter>> filters,
            Scheduler deadlines) {
        this.way = SingletonSupplier.of(() -> client.get()
                .map(it -> new Way(new UpstreamClient(it, properties.get()), new UpstreamFields(filters.get()))));
        this.deadlines = deadlines;
    }

    /**
     * The routing filter's own, so that everything that comes before it comes before this. Of two with one order the one
     * registered first goes first, which is this one; if it is not, nothing is lost but the gain.
     */
    @Override
    public int getOrder() {
        return NettyRoutingFilter.ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        @Nullable CoveredRequest request = exchange.getAttribute(CoveredRequest.ATTRIBUTE);
        @Nullable URI url = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (request == null || url == null || !isOurs(exchange, request, url)) {
            return chain.filter(exchange);
        }
        Optional<Way> way = this.way.obtain();
        return way.isEmpty()
                ? chain.filter(exchange)
                : sent(exchange, request, url, way.get()).then(chain.filter(exchange));
    }

    private static boolean isOurs(ServerWebExchange exchange, CoveredRequest request, URI url) {
        return ("http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme()))
                && !ServerWebExchangeUtils.isAlreadyRouted(exchange)
                // an inner filter that reads or rewrites the body has put another one in its place
                && exchange.getRequest().getBody() == request.getBody();
    }

    private Flux<HttpClientResponse> sent(ServerWebExchange exchange, CoveredRequest request, URI url, Way way) {
        ServerWebExchangeUtils.setAlreadyRouted(exchange);
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        io.netty.handler.codec.http.HttpHeaders headers = headers(exchange, way);
        HttpClient.RequestSender sender = way.client()
                .on(route, exchange.getRequest())
                .headers(all -> all.add(headers))
                .request(HttpMethod.valueOf(exchange.getRequest().getMethod().name()));
        Flux<HttpClientResponse> answer = (isPlain(url) ? sender.uri(url) : sender.uri(url.toASCIIString()))
                // the whole body as one buffer, so that request and body are one message
                .send((sending, outbound) ->
                        outbound.send(Mono.fromSupplier(() -> Unpooled.wrappedBuffer(request.sentBody()))))
                .responseConnection((response, connection) -> answered(exchange, response, connection, way))
                // each operator of the client's asks for it, and each of those around here would pass that on
                .contextWrite(context -> context);
        @Nullable Duration longest = way.client().responseTimeout(route);
        return longest == null ? answer : within(longest, answer);
    }

    /** Whether the client makes the same of it without reading its text once more; of a host that is no name it does not. */
    static boolean isPlain(URI url) {
        return url.getHost() != null && url.toASCIIString().equals(url.toString());
    }

    private static io.netty.handler.codec.http.HttpHeaders headers(ServerWebExchange exchange, Way way) {
        io.netty.handler.codec.http.HttpHeaders headers = way.fields().toUpstream(exchange);
        headers.remove(HttpHeaders.HOST);
        if (Boolean.TRUE.equals(exchange.getAttribute(ServerWebExchangeUtils.PRESERVE_HOST_HEADER_ATTRIBUTE))) {
            Optional.ofNullable(exchange.getRequest().getHeaders().getFirst(HttpHeaders.HOST))
                    .ifPresent(host -> headers.add(HttpHeaders.HOST, host));
        }
        return headers;
    }

    /** Leaves it to be written when the inner filters have seen status and fields. */
    private static Publisher<HttpClientResponse> answered(
            ServerWebExchange exchange, HttpClientResponse answer, Connection connection, Way way) {
        Map<String, Object> attributes = exchange.getAttributes();
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_ATTR, answer);
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_CONN_ATTR, connection);
        io.netty.handler.codec.http.HttpHeaders headers = answer.responseHeaders();
        @Nullable String mediaType = headers.get(HttpHeaders.CONTENT_TYPE);
        if (mediaType != null && !mediaType.isEmpty()) {
            attributes.put(ServerWebExchangeUtils.ORIGINAL_RESPONSE_CONTENT_TYPE_ATTR, mediaType);
        }
        exchange.getResponse()
                .setStatusCode(HttpStatusCode.valueOf(answer.status().code()));
        way.fields().fromUpstream(headers, exchange);
        // a retry takes these away again
        attributes.put(ServerWebExchangeUtils.CLIENT_RESPONSE_HEADER_NAMES, headers.names());
        return Mono.just(answer);
    }

    private Flux<HttpClientResponse> within(Duration longest, Flux<HttpClientResponse> answer) {
        return answer.timeout(longest, Flux.error(() -> new TimeoutException("no answer within " + longest)), deadlines)
                .onErrorMap(
                        TimeoutException.class,
                        late -> new ResponseStatusException(HttpStatus.GATEWAY_TIMEOUT, late.getMessage(), late));
    }
}
