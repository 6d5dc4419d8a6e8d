package io.oncegate.systemtest;

import com.sun.management.OperatingSystemMXBean;
import io.oncegate.run.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page {@code docs/performance.md}, of which each run fills its own part. */
final class PerformancePage {

    /** Whether the committed page is to be written anew. */
    static final boolean IS_WANTED = Boolean.getBoolean("oncegate.write-docs");

    private static final Path PAGE = Installation.find().root().resolve("docs/performance.md");

    private PerformancePage() {}

    /** Puts what a run came to between the marks of its part, with the machine that it ran on. */
    static void write(String part, String text) {
        String from = "<!-- " + part + " -->\n";
        String to = "<!-- end of " + part + " -->\n";
        try {
            String page = Files.readString(PAGE);
            int begin = page.indexOf(from) + from.length();
            int end = page.indexOf(to, begin);
            if (begin < from.length() || end < 0) {
                throw new IllegalStateException("the page has no place for " + part);
            }
            Files.writeString(
                    PAGE, page.substring(0, begin) + "\n" + machine() + "\n\n" + text + "\n" + page.substring(end));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String machine() {
        long memory = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
        return "Seen on " + Runtime.getRuntime().availableProcessors() + " cores with " + Math.round(memory / 1e9)
                + " GB and JDK " + Runtime.version().feature() + ", everything on this one machine.";
    }
}
