package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.server.HttpServer;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.resources.LoopResources;

/** Requests are sent upstream on the thread that they are on, where that changes nothing that was asked for. */
class UpstreamClientTest {

    private static final int CLIENTS = 6;

    private final LoopResources loops = LoopResources.create("shared", 1, 2, true);
    private final LoopResources others = LoopResources.create("others", 1, 1, true);
    private final List<String> used = new CopyOnWriteArrayList<>();
    private final Route route = route(Map.of());

    @AfterEach
    void stop() {
        List.of(loops, others).forEach(it -> it.disposeLater(Duration.ZERO, Duration.ofSeconds(5))
                .block());
    }

    private static Route route(Map<String, Object> metadata) {
        return Route.async()
                .id("any")
                .uri("http://127.0.0.1")
                .predicate(exchange -> true)
                .metadata(metadata)
                .build();
    }

    private static UpstreamClient upstream(ConnectionProvider connections, LoopResources loops) {
        return new UpstreamClient(HttpClient.create(connections).runOn(loops), new HttpClientProperties());
    }

    private static ConnectionProvider elastic() {
        return ConnectionProvider.builder("elastic")
                .maxConnections(Integer.MAX_VALUE)
                .build();
    }

    /** Sends requests over connections of their own; says of each on which loop it was and would have been sent on. */
    private void serve(UpstreamClient upstream) throws Exception {
        serve(true, (request, response) -> noted(upstream, request, response));
    }

    private void serve(boolean preferNative, HttpHandler handler) throws Exception {
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .runOn(loops, preferNative)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                java.net.http.HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                                        .build(),
                                BodyHandlers.discarding());
            }
        } finally {
            server.disposeNow();
        }
    }

    private Mono<Void> noted(UpstreamClient upstream, ServerHttpRequest request, ServerHttpResponse response) {
        LoopResources on = upstream.on(route, request).configuration().loopResources();
        used.add(
                on instanceof OneLoop one
                        ? one.loop().inEventLoop() ? "its own loop" : "another loop"
                        : on == loops ? "any loop" : "others");
        return response.setComplete();
    }

    private static List<String> each(String way) {
        return IntStream.range(0, CLIENTS).mapToObj(i -> way).toList();
    }

    @Test
    void aRequestIsSentOnTheLoopOfItsClientsConnection() throws Exception {
        serve(upstream(elastic(), loops));
        assertThat(used).isEqualTo(each("its own loop"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void itIsSentOnWhicheverTransportTheApplicationChose(boolean preferNative) throws Exception {
        DisposableServer service = HttpServer.create()
                .host("127.0.0.1")
                .runOn(others)
                .handle((request, response) -> response.sendString(Mono.just("made")))
                .bindNow();
        UpstreamClient upstream = new UpstreamClient(
                HttpClient.create(elastic()).runOn(loops, preferNative).baseUrl("http://127.0.0.1:" + service.port()),
                new HttpClientProperties());
        try {
            serve(preferNative, (request, response) -> upstream.on(route, request)
                    .get()
                    .responseContent()
                    .aggregate()
                    .asString()
                    .doOnNext(used::add)
                    .then(response.setComplete()));
        } finally {
            service.disposeNow();
        }
        assertThat(used).isEqualTo(each("made"));
    }

    @Test
    void aLimitOfConnectionsIsOneForAllLoops() throws Exception {
        serve(upstream(ConnectionProvider.create("fixed", 5), loops));
        assertThat(used).isEqualTo(each("any loop"));
    }

    @Test
    void aClientOnLoopsOfItsOwnStaysThere() throws Exception {
        serve(upstream(elastic(), others));
        assertThat(used).isEqualTo(each("others"));
    }

    @Test
    void aRouteHasItsOwnConnectTimeoutAndVariantsAreMadeOnce() {
        UpstreamClient upstream = upstream(ConnectionProvider.create("fixed", 5), loops);
        ServerHttpRequest request = MockServerHttpRequest.post("/").build();
        Route slow = route(Map.of(RouteMetadataUtils.CONNECT_TIMEOUT_ATTR, 1234));

        assertThat(upstream.on(slow, request).configuration().options().values())
                .asInstanceOf(InstanceOfAssertFactories.collection(Object.class))
                .contains(1234);
        assertThat(upstream.on(slow, request)).isSameAs(upstream.on(slow, request));
        assertThat(upstream.on(route, request).configuration().options().values())
                .asInstanceOf(InstanceOfAssertFactories.collection(Object.class))
                .doesNotContain(1234);
    }
}
