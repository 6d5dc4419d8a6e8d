package io.oncegate.redis;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import redis.embedded.RedisExecProvider;
import redis.embedded.util.OS;

/** The program {@code valkey-server} on the path. Tests that need it skip themselves where there is none, except in CI. */
final class Valkey {

    private Valkey() {}

    /** For {@code @EnabledIf}. */
    static boolean isThere() {
        return find().isPresent() || System.getenv("CI") != null;
    }

    static LocalRedis start() {
        String program = find().orElseThrow(() -> new IllegalStateException("no valkey-server on the path"))
                .toString();
        return new LocalRedis(
                RedisExecProvider.defaultProvider().override(OS.UNIX, program).override(OS.MAC_OS_X, program));
    }

    private static Optional<Path> find() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(directory -> Path.of(directory, "valkey-server"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
