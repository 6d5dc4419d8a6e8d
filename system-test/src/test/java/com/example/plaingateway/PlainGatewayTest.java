package com.example.plaingateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.oncegate.systemtest.OwnPorts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import redis.embedded.RedisServer;

/** The jar on the class path and one line of YAML protect a route. */
class PlainGatewayTest {

    @Test
    void aRouteWithOneLineOfYamlIsExecutedOncePerKey() throws Exception {
        AtomicInteger executions = new AtomicInteger();
        HttpServer upstream = upstream(executions);
        int redisPort = OwnPorts.any();
        RedisServer redis =
                RedisServer.builder().bind("127.0.0.1").port(redisPort).build();
        redis.start();
        try (ConfigurableApplicationContext gateway = new SpringApplicationBuilder(PlainGateway.class)
                .properties("spring.config.name=plain-gateway")
                .run(
                        "--server.port=0",
                        // what is tested is not how fast a busy machine is
                        "--oncegate.store-timeout=20s",
                        "--spring.data.redis.port=" + redisPort,
                        "--upstream=http://127.0.0.1:" + upstream.getAddress().getPort())) {
            int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);

            HttpResponse<String> first = post(port);
            HttpResponse<String> second = post(port);

            assertThat(first.statusCode()).isEqualTo(201);
            assertThat(second.statusCode()).isEqualTo(201);
            assertThat(second.body()).isEqualTo(first.body()).isEqualTo("execution 1");
            assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
            assertThat(executions).hasValue(1);
        } finally {
            redis.stop();
            upstream.stop(0);
        }
    }

    private static HttpResponse<String> post(int port) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/orders"))
                                .header("X-Own-Session", "alice")
                                .header("Idempotency-Key", "one")
                                .POST(BodyPublishers.ofString("{}"))
                                .build(),
                        BodyHandlers.ofString());
    }

    private static HttpServer upstream(AtomicInteger executions) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = ("execution " + executions.incrementAndGet()).getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(201, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        return server;
    }
}
