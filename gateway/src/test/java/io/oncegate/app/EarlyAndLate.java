package io.oncegate.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.oncegate.RawHttp;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.web.server.context.WebServerApplicationContext;

/** A gateway that gives replays ahead of the server and one that has all requests go the whole way, each with its Redis. */
final class EarlyAndLate implements AutoCloseable {

    static final String TENANT = "X-Tenant: shop";

    private static final String ROUTE = "spring.cloud.gateway.server.webflux.routes[0]";
    private static final String SMALL = "spring.cloud.gateway.server.webflux.routes[1]";

    final Operations quick;
    final Operations slow;
    private final RedisClient onlookers;
    private final StatefulRedisConnection<String, String> onlooker;
    private int keys;

    EarlyAndLate() {
        String[] common = {
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
            SMALL + ".filters[0].args.max-request-body=10B",
        };
        quick = new Operations(common);
        slow = new Operations(Stream.concat(Stream.of(common), Stream.of("oncegate.fast-path=false"))
                .toArray(String[]::new));
        EmbeddedRedis redis = quick.gateway().application().getBean(EmbeddedRedis.class);
        onlookers = RedisClient.create(RedisURI.create(redis.host(), redis.port()));
        onlooker = onlookers.connect();
    }

    /** Has the quick one's Redis forget everything. */
    void forget() {
        onlooker.sync().flushall();
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
        int port = Objects.requireNonNull(
                        ((WebServerApplicationContext) at.gateway().application()).getWebServer())
                .getPort();
        return RawHttp.conversation(port, requests, answers);
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
        return onlooker.sync()
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
        String head = Stream.concat(
                        Stream.of(
                                "POST " + target + " HTTP/1.1",
                                "Host: gateway",
                                "Content-Type: application/json",
                                "Content-Length: " + body.length()),
                        Stream.of(fields))
                .collect(Collectors.joining("\r\n"));
        return head + "\r\n\r\n" + body;
    }

    @Override
    public void close() {
        onlookers.shutdown();
        quick.close();
        slow.close();
    }
}
