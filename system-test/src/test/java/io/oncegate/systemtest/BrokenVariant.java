package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A gateway with a mistake in one of its scripts, put on its class path before its own. */
enum BrokenVariant {
    NO_NX("claim.lua", ".. ARGV[2], 'NX', 'PX', ARGV[4])", ".. ARGV[2], 'PX', ARGV[4])"),
    RELEASE_ON_TIMEOUT(
            "settle.lua",
            "local time = ",
            "if string.sub(ARGV[2], 2, 2) == 'U' and redis.call('GETRANGE', KEYS[1], 4, 11) == ARGV[1] then\n"
                    + "  redis.call('DEL', KEYS[1])\n  return 1\nend\nlocal time = "),
    NO_OWNER_CHECK(
            "settle-seldom.lua", "(not isKnown(head) or string.sub(head, 5, 12) ~= ARGV[1])", "not isKnown(head)");

    private static final Path SCRIPTS = Path.of("io", "oncegate", "redis");

    private final String script;
    private final String right;
    private final String wrong;

    BrokenVariant(String script, String right, String wrong) {
        this.script = script;
        this.right = right;
        this.wrong = wrong;
    }

    /** Arguments of the Java machine that make a gateway this one. */
    List<String> jvm() {
        Path root = Installation.find().root();
        Path directory = root.resolve("system-test/target/variants").resolve(name());
        try {
            String source = Files.readString(
                    root.resolve("gateway/src/main/resources").resolve(SCRIPTS).resolve(script));
            if (!source.contains(right)) {
                throw new IllegalStateException(script + " has no such place any more: " + right);
            }
            Files.createDirectories(directory.resolve(SCRIPTS));
            Files.writeString(directory.resolve(SCRIPTS).resolve(script), source.replace(right, wrong));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        // ahead of every class loader of the application's
        return List.of("-Xbootclasspath/a:" + directory.toAbsolutePath());
    }
}
