package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Sinks;
import reactor.netty.resources.ConnectionProvider;

/** A pool of one connection, which is taken, and with a queue of one: who gets no connection has sent nothing. */
class PoolLimitsTest {

    private static volatile IntSupplier queued = () -> 0;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static Gateway gateway;

    private final Sinks.Empty<Void> go = Sinks.empty();
    private final String path = "/pool/" + NUMBER.incrementAndGet();

    @BeforeAll
    static void start() {
        gateway = new Gateway(List.of(OneConnection.class), all(route(0, "pool", "/pool/**"), new String[] {
            "spring.cloud.gateway.server.webflux.httpclient.pool.acquire-timeout=3000"
        }));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void takeTheConnection() {
        Sinks.Empty<Void> arrived = Sinks.empty();
        Upstream.Behaviour done = Upstream.after(go.asMono(), Upstream.answer(201, "done".getBytes(UTF_8)));
        gateway.upstream().on(path, (request, response) -> {
            arrived.tryEmitEmpty();
            return done.apply(request, response);
        });
        var unused = gateway.sendAsync(gateway.post(path, newKey(), "{}"));
        arrived.asMono().block();
    }

    @AfterEach
    void giveItBack() {
        go.tryEmitEmpty();
    }

    @Test
    void whoGetsNoConnectionInTimeHasSentNothing() {
        String key = newKey();
        assertProblem(gateway.send(gateway.post(path, key, "{}")), 503, "upstream-unavailable", true);
        assertRunsNow(key);
    }

    @Test
    void whoMayNotEvenWaitForAConnectionHasSentNothing() {
        String key = newKey();
        CompletableFuture<HttpResponse<byte[]>> waiter = gateway.sendAsync(gateway.post(path, newKey(), "{}"));
        await().until(() -> queued.getAsInt() == 1);
        assertProblem(gateway.send(gateway.post(path, key, "{}")), 503, "upstream-unavailable", true);
        assertProblem(waiter.join(), 503, "upstream-unavailable", true);
        assertRunsNow(key);
    }

    /** With another body, which only a free key allows. */
    private void assertRunsNow(String key) {
        assertThat(gateway.upstream().seen(path)).hasSize(1);
        go.tryEmitEmpty();
        assertThat(text(gateway.send(gateway.post(path, key, "{ }")))).isEqualTo("done");
        assertThat(gateway.upstream().seen(path)).hasSize(2);
    }

    /** By its properties alone, the gateway leaves a fixed pool's queue without a limit. */
    @Configuration(proxyBeanMethods = false)
    static class OneConnection {

        @Bean
        HttpClientFactory oneConnection(
                HttpClientProperties properties,
                ServerProperties server,
                HttpClientSslConfigurer ssl,
                List<HttpClientCustomizer> customizers) {
            return new HttpClientFactory(properties, server, ssl, customizers) {
                @Override
                protected ConnectionProvider buildConnectionProvider(HttpClientProperties it) {
                    return ConnectionProvider.builder("one")
                            .maxConnections(1)
                            .pendingAcquireMaxCount(1)
                            .pendingAcquireTimeout(
                                    Duration.ofMillis(it.getPool().getAcquireTimeout()))
                            .metrics(true, () -> (pool, id, remote, metrics) -> queued = metrics::pendingAcquireSize)
                            .build();
                }
            };
        }
    }
}
