package io.oncegate.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Signals to a Redis, by the process that it says it is. */
final class Processes {

    private static final Pattern PID = Pattern.compile("process_id:(\\d+)");

    private Processes() {}

    static long pid(RedisCommands<?, ?> redis) {
        Matcher pid = PID.matcher(redis.info("server"));
        assertThat(pid.find()).isTrue();
        return Long.parseLong(pid.group(1));
    }

    /** Stops it in its tracks: connections stay, answers do not come. */
    static void pause(long pid) {
        signal("-STOP", pid);
    }

    static void resume(long pid) {
        signal("-CONT", pid);
    }

    static void kill(long pid) {
        signal("-KILL", pid);
    }

    private static void signal(String signal, long pid) {
        try {
            int exit = new ProcessBuilder("kill", signal, Long.toString(pid))
                    .start()
                    .waitFor();
            assertThat(exit).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
