package io.oncegate.redis;

import static io.oncegate.core.Sample.CREATED;
import static io.oncegate.core.Sample.OTHER;
import static io.oncegate.core.Sample.by;
import static io.oncegate.core.Sample.id;
import static io.oncegate.core.Sample.request;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.oncegate.core.Answer;
import io.oncegate.core.CallerLimits;
import io.oncegate.core.Claim;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.Ending;
import io.oncegate.core.EntryAdmin;
import io.oncegate.core.EntryFilter;
import io.oncegate.core.EntryId;
import io.oncegate.core.EntryListing;
import io.oncegate.core.Sample;
import io.oncegate.core.Scope;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** {@code config/redis-users.acl}: a gateway may do all that it does, and nothing besides. */
class AclTest {

    @RegisterExtension
    static final LocalRedis REDIS = new LocalRedis();

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String USER = "user oncegate ";

    @AfterEach
    void withoutTheUser() {
        REDIS.commands().aclDeluser("oncegate");
    }

    @Test
    void whatAGatewayDoesItMayDo() {
        grant(rights().toArray(String[]::new));

        doEverything();

        assertThat(refused()).isEmpty();
    }

    /** The keys and the channel are rights too. */
    static Stream<String> everyRightIsNeeded() {
        return rights().filter(right -> "+~&".indexOf(right.charAt(0)) >= 0);
    }

    @ParameterizedTest
    @MethodSource
    void everyRightIsNeeded(String right) {
        grant(rights().filter(it -> !it.equals(right)).toArray(String[]::new));

        doEverything();

        assertThat(refused()).isNotEmpty();
    }

    static Stream<String> rights() {
        try {
            String line = Files.readAllLines(Path.of("..", "config", "redis-users.acl")).stream()
                    .filter(it -> it.startsWith(USER))
                    .findFirst()
                    .orElseThrow();
            return Arrays.stream(line.substring(USER.length()).split(" ", -1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void grant(String... rights) {
        List<String> user = new ArrayList<>(List.of("oncegate", "reset"));
        user.addAll(List.of(rights));
        user.add(">secret");
        acl("SETUSER", user.toArray(String[]::new));
        REDIS.commands().flushall();
        REDIS.commands().scriptFlush();
        acl("LOG", "RESET");
    }

    private static void acl(String command, String... arguments) {
        CommandArgs<byte[], byte[]> all = new CommandArgs<>(ByteArrayCodec.INSTANCE).add(command);
        Arrays.stream(arguments).forEach(all::add);
        REDIS.commands().dispatch(CommandType.ACL, new StatusOutput<>(ByteArrayCodec.INSTANCE), all);
    }

    private static List<?> refused() {
        return REDIS.commands()
                .dispatch(
                        CommandType.ACL,
                        new NestedMultiOutput<>(ByteArrayCodec.INSTANCE),
                        new CommandArgs<>(ByteArrayCodec.INSTANCE).add("LOG"));
    }

    private static void doEverything() {
        RedisURI uri = RedisURI.builder(REDIS.uri())
                .withAuthentication("oncegate", "secret")
                .withClientName("oncegate")
                .build();
        RedisClient client = RedisClient.create(uri);
        try {
            RedisConnection connection = new RedisConnection(() -> client);
            requests(new RedisIdempotencyStore(connection));
            // there is no replica, and the wait for one is refused or ends
            tried(new RedisIdempotencyStore(
                            connection,
                            AnswerSeal.plain(),
                            new ReplicaWait(new RedisConnection(() -> client), 1, Duration.ofMillis(1)))
                    .claim(request(id("replicated"))));
            usage(new RedisCallerUsage(connection));
            operators(new RedisEntryAdmin(connection, Sample.INSTANCE));
            tried(new RedisAudit(connection, TIMEOUT, 0, Clock.systemUTC()).report());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static void requests(RedisIdempotencyStore store) {
        AtomicInteger heard = new AtomicInteger();
        Disposable listening = store.settled().subscribe(entry -> heard.incrementAndGet());
        try {
            await().until(() ->
                    !REDIS.commands().pubsubChannels().isEmpty() || !refused().isEmpty());
            ClaimRequest request = request(id("k"));
            tried(store.claim(request));
            tried(store.claim(by(OTHER, request)));
            Claim claim = new Claim(request, 1);
            tried(store.renew(claim));
            tried(store.settle(claim, new Ending.Completed(CREATED)));
            tried(store.claim(by(OTHER, request)));
            ClaimRequest free = request(id("free"));
            tried(store.claim(free));
            tried(store.settle(new Claim(free, 1), new Ending.NotExecuted()));
            ClaimRequest large = request(id("large"));
            tried(store.claim(large));
            tried(store.settle(
                    new Claim(large, 1),
                    new Ending.Completed(new Answer.Kept(200, List.of(), new byte[SettleScript.LONG]))));
        } finally {
            listening.dispose();
        }
    }

    private static void usage(RedisCallerUsage usage) {
        Scope alice = new Scope("orders", "alice");
        byte[] key = RedisKeys.usage(alice).getBytes(UTF_8);
        REDIS.commands().hset(key, Map.of("k1".getBytes(UTF_8), "1".getBytes(UTF_8)));
        tried(usage.take(alice, new CallerLimits(5, 5), Duration.ofHours(1)));
        tried(usage.add(alice, Duration.ofHours(1), 0, 5));
    }

    private static void operators(EntryAdmin admin) {
        EntryId list = id("list");
        REDIS.commands().lpush(RedisKeys.bytes(list), "x".getBytes(UTF_8));
        tried(admin.find(list));
        tried(admin.list(EntryFilter.ALL, new EntryListing.Ask(Optional.empty(), 10, TIMEOUT)));
        REDIS.put(id("unknown"), Golden.UNKNOWN.record());
        tried(admin.find(id("unknown"))
                .flatMap(Mono::justOrEmpty)
                .flatMap(found ->
                        admin.release(found.summary().id(), found.summary().version())));
        tried(admin.find(id("unknown"))
                .flatMap(Mono::justOrEmpty)
                .flatMap(found ->
                        admin.delete(found.summary().id(), found.summary().version())));
    }

    /** What is refused is in Redis's own log. */
    private static void tried(Mono<?> operation) {
        operation.timeout(TIMEOUT).onErrorComplete().block();
    }
}
