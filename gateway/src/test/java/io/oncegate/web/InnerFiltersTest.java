package io.oncegate.web;

import static io.oncegate.web.AnswersTest.assertProblem;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Inner filters that end a request before anything was sent: what they say passes through, and the key is free. */
class InnerFiltersTest {

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(List.of(Refusals.class), route(0, "inner", "/inner/**"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "only-status, 401",
        "complete, 429",
        "throw, 403",
        // whatever led to it, the filter meant this for the client
        "throw-because-of-a-connection, 401",
        "fail, 500"
    })
    void aRefusalPassesThroughAndFreesTheKey(String how, int status) {
        String key = newKey();
        for (String body : List.of("{}", "{ }")) {
            HttpResponse<byte[]> answer = gateway.send(gateway.post("/inner/" + how + "?" + status, key, body));
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.headers().firstValue("Idempotency-Key")).contains(key);
            assertThat(answer.headers().firstValue("Idempotent-Replayed")).isEmpty();
        }
        assertThat(gateway.upstream().seen("/inner/" + how)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"502", "503", "504"})
    void anErrorThatSaysThatNobodyIsThereIsAnUpstreamThatIsUnavailable(int status) {
        String key = newKey();
        for (String body : List.of("{}", "{ }")) {
            assertProblem(
                    gateway.send(gateway.post("/inner/throw?" + status, key, body)), 503, "upstream-unavailable", true);
        }
    }

    @Test
    void filtersThatEndWithoutAWordAreNoSuccess() {
        String key = newKey();
        for (String body : List.of("{}", "{ }")) {
            assertProblem(gateway.send(gateway.post("/inner/nothing", key, body)), 503, "upstream-unavailable", true);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Refusals {

        @Bean
        GlobalFilter refusal() {
            return (exchange, chain) -> switch (exchange.getRequest().getPath().value()) {
                case "/inner/only-status" ->
                    Mono.fromRunnable(() -> exchange.getResponse().setStatusCode(status(exchange)));
                case "/inner/complete" -> {
                    exchange.getResponse().setStatusCode(status(exchange));
                    yield exchange.getResponse().setComplete();
                }
                case "/inner/throw" -> Mono.error(new ResponseStatusException(status(exchange)));
                case "/inner/throw-because-of-a-connection" ->
                    Mono.error(new ResponseStatusException(
                            status(exchange), "the identity provider is away", new ConnectException()));
                case "/inner/fail" -> Mono.error(new IllegalStateException("a defect"));
                default -> Mono.empty();
            };
        }

        private static HttpStatusCode status(ServerWebExchange exchange) {
            return HttpStatusCode.valueOf(
                    Integer.parseInt(exchange.getRequest().getURI().getQuery()));
        }
    }
}
