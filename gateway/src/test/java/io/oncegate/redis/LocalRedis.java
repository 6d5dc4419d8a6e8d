package io.oncegate.redis;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.oncegate.core.EntryId;
import io.oncegate.core.Sample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import redis.embedded.RedisExecProvider;
import redis.embedded.RedisServer;
import redis.embedded.util.OS;

/**
 * A real Redis for one test class, empty before each test, with a way to let time pass for what it holds. With
 * {@code -Doncegate.redis-server=/usr/bin/redis-server} it is that one.
 */
final class LocalRedis implements BeforeEachCallback, AfterAllCallback {

    private final int port = freePort();
    private final RedisServer server;
    private final RedisClient client;
    private final StatefulRedisConnection<byte[], byte[]> connection;
    private final RedisIdempotencyStore store;
    private final RedisEntryAdmin admin;

    LocalRedis() {
        this(usual());
    }

    /** The one that comes along, or the one that {@code oncegate.redis-server} names. */
    private static RedisExecProvider usual() {
        RedisExecProvider provider = RedisExecProvider.defaultProvider();
        String another = System.getProperty("oncegate.redis-server");
        return another == null ? provider : provider.override(OS.UNIX, another);
    }

    /** Another program than the usual one. */
    LocalRedis(RedisExecProvider program) {
        server = started(port, program);
        client = RedisClient.create(uri());
        connection = client.connect(ByteArrayCodec.INSTANCE);
        store = new RedisIdempotencyStore(new RedisConnection(() -> client));
        admin = new RedisEntryAdmin(new RedisConnection(() -> client), Sample.INSTANCE);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        empty();
    }

    void empty() {
        commands().flushall();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    void stop() {
        connection.close();
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        server.stop();
    }

    RedisURI uri() {
        return RedisURI.create("127.0.0.1", port);
    }

    RedisIdempotencyStore store() {
        return store;
    }

    RedisEntryAdmin admin() {
        return admin;
    }

    RedisIdempotencyStore store(AnswerSeal seal) {
        return new RedisIdempotencyStore(new RedisConnection(() -> client), seal, null);
    }

    RedisIdempotencyStore store(AnswerSeal seal, BodyCompression compression) {
        return new RedisIdempotencyStore(new RedisConnection(() -> client), seal, compression, null);
    }

    RedisEntryAdmin admin(AnswerSeal seal) {
        return new RedisEntryAdmin(new RedisConnection(() -> client), Sample.INSTANCE, seal);
    }

    StatefulRedisConnection<byte[], byte[]> connection() {
        return connection;
    }

    RedisCommands<byte[], byte[]> commands() {
        return connection.sync();
    }

    /** Writes a record as it is, to last for a day. */
    void put(EntryId id, byte[] record) {
        commands().set(RedisKeys.bytes(id), record, SetArgs.Builder.ex(Duration.ofDays(1)));
    }

    Optional<byte[]> record(EntryId id) {
        return Optional.ofNullable(commands().get(RedisKeys.bytes(id)));
    }

    Duration timeToLive(EntryId id) {
        return Duration.ofMillis(Objects.requireNonNull(commands().pttl(RedisKeys.bytes(id))));
    }

    /** Puts every record's times back and shortens its life, which is what waiting would come to. */
    void advance(Duration by) {
        for (byte[] key : entries()) {
            long left = Objects.requireNonNull(commands().pttl(key)) - by.toMillis();
            if (left <= 0) {
                commands().del(key);
            } else {
                byte[] record = Objects.requireNonNull(commands().get(key));
                commands().set(key, earlier(record, by), SetArgs.Builder.px(left));
            }
        }
    }

    /** By a script, since the driver's own method takes another type from version to version. */
    private List<byte[]> entries() {
        String keys = "return redis.call('KEYS', '" + RedisKeys.PREFIX + "*')";
        return commands().eval(keys, ScriptOutputType.MULTI);
    }

    private static byte[] earlier(byte[] record, Duration by) {
        byte[] shifted = record.clone();
        for (int at = RecordCodec.TIMES_AT; at < RecordCodec.TIMES_END; at += 6) {
            byte[] time = ByteBuffer.allocate(8)
                    .putLong((ByteBuffer.wrap(record, at - 2, 8).getLong() & 0xffff_ffff_ffffL) - by.toMillis())
                    .array();
            System.arraycopy(time, 2, shifted, at, 6);
        }
        return shifted;
    }

    /** A record without its times, which are Redis's own. */
    static byte[] untimed(byte[] record) {
        byte[] untimed = record.clone();
        Arrays.fill(untimed, RecordCodec.TIMES_AT, RecordCodec.TIMES_END, (byte) 0);
        return untimed;
    }

    private static RedisServer started(int port, RedisExecProvider program) {
        RedisServer server = RedisServer.builder()
                .redisExecProvider(program)
                .port(port)
                .bind("127.0.0.1")
                .setting("save \"\"")
                .setting("dir " + directory())
                .setting("maxmemory-policy noeviction")
                .build();
        server.start();
        return server;
    }

    private static Path directory() {
        try {
            return Files.createDirectories(Path.of("target", "redis").toAbsolutePath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
