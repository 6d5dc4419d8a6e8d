package io.oncegate.systemtest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;

/**
 * The wall clock of one process, which can be set while the process runs; the clock that only counts is left alone. It takes
 * libfaketime, of the Debian package {@code faketime}; in CI it has to be there.
 *
 * @param library stands between the process and its clock
 * @param offset the file that says how far the clock is off, which is looked at every second
 */
record WallClock(Path library, Path offset) {

    private static final Path LIBRARIES = Path.of("/usr/lib");

    /** A right one; empty where none can be had that can be set. */
    static Optional<WallClock> find() {
        Optional<Path> library = installed();
        if (library.isEmpty() && System.getenv("CI") != null) {
            throw new AssertionError("there is no libfaketime, which comes with the Debian package faketime");
        }
        return library.map(file -> {
            try {
                Files.createDirectories(Application.logs());
                WallClock clock = new WallClock(file, Files.createTempFile(Application.logs(), "clock-", ".txt"));
                clock.set(Duration.ZERO);
                return clock;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Optional<Path> installed() {
        try (DirectoryStream<Path> systems = Files.newDirectoryStream(LIBRARIES, "*-linux-gnu*")) {
            for (Iterator<Path> each = systems.iterator(); each.hasNext(); ) {
                Path library = each.next().resolve("faketime/libfaketimeMT.so.1");
                if (Files.isReadable(library)) {
                    return Optional.of(library);
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a process has to find in its environment to have it. */
    Map<String, String> environment() {
        return Map.of(
                "LD_PRELOAD", library.toString(),
                "FAKETIME_TIMESTAMP_FILE", offset.toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                // by default it makes a JVM's waits on that clock end at once, again and again
                "FAKETIME_FORCE_MONOTONIC_FIX", "0",
                "FAKETIME_DISABLE_SHM", "1",
                "NO_FAKE_STAT", "1");
    }

    /** Sets it. */
    void set(Duration ahead) {
        try {
            // at once: half a file would be read as something else
            Path next = Files.writeString(
                    offset.resolveSibling(offset.getFileName() + ".next"), "%+d%n".formatted(ahead.toSeconds()));
            Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
