package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oncegate.RawHttp;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A gateway that gives replays ahead of the server and one that has all requests go the whole way, each with its Redis. */
final class EarlyAndLate implements AutoCloseable {

    static final String TENANT = "X-Tenant: shop";

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0]";
    private static final String SMALL = "spring.cloud.gateway.server.webflux.routes[1]";

    private final QuickAndSlow gateways = new QuickAndSlow(
            ROUTE + ".predicates[0]=Path=/hello,/status/**",
            ROUTE + ".filters[0].name=IdempotencyKey",
            ROUTE + ".filters[0].args.caller=header=X-Tenant",
            ROUTE + ".filters[0].args.max-request-body=100KB",
            SMALL + ".id=small",
            SMALL + ".uri=UPSTREAM",
            SMALL + ".predicates[0]=Path=/small",
            SMALL + ".filters[0].name=IdempotencyKey",
            SMALL + ".filters[0].args.namespace=any",
            SMALL + ".filters[0].args.caller=header=X-Tenant",
            SMALL + ".filters[0].args.fingerprint=key-only",
            SMALL + ".filters[0].args.max-request-body=10B");

    final Operations quick = gateways.quick();
    final Operations slow = gateways.slow();
    private int keys;

    /** Has the quick one's Redis forget everything. */
    void forget() {
        gateways.redis().flushall();
    }

    /** The answer to a request that both gateways answer alike, and that is no replay yet or goes the whole way. */
    String both(String request) throws IOException {
        String answer = conversation(quick, request, 1);
        assertThat(conversation(slow, request, 1)).isEqualTo(answer);
        return answer;
    }

    String early(String request) throws IOException {
        long before = count();
        String answer = both(request);
        assertThat(count()).isEqualTo(before + 1);
        return answer;
    }

    String notEarly(String request) throws IOException {
        long before = count();
        String answer = both(request);
        assertThat(count()).isEqualTo(before);
        return answer;
    }

    static String conversation(Operations at, String requests, int answers) throws IOException {
        return RawHttp.conversation(at.gateway().port(), requests, answers);
    }

    long count() {
        return (long)
                meters(quick).get("oncegate.replays.early").functionCounter().count();
    }

    static double replayed(Operations at) {
        return meters(at).find("oncegate.requests").tag("outcome", "replayed").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static MeterRegistry meters(Operations at) {
        return at.gateway().application().getBean(MeterRegistry.class);
    }

    static Map<String, Long> patches(Operations at) {
        return meters(at).find("http.server.requests").tag("method", "PATCH").timers().stream()
                .collect(Collectors.toMap(it -> it.getId().getTags().toString(), Timer::count));
    }

    long calls(String command) {
        return gateways.redis()
                .info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .map(line -> line.replaceAll("cmdstat_[^:]*:calls=(\\d+),.*", "$1"))
                .mapToLong(Long::parseLong)
                .sum();
    }

    String key() {
        keys++;
        return "Idempotency-Key: early-" + keys;
    }

    static String post(String target, String body, String... fields) {
        String[] all = Stream.concat(Stream.of("Content-Type: application/json"), Stream.of(fields))
                .toArray(String[]::new);
        return RawHttp.lasting("POST", target, body, all);
    }

    @Override
    public void close() {
        gateways.close();
    }
}
