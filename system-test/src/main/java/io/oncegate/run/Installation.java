package io.oncegate.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where the built applications and their configuration lie.
 *
 * @param root the directory that holds {@code gateway}, {@code order-backend}, {@code system-test} and {@code config}
 */
public record Installation(Path root) {

    /** The one that the property {@code oncegate.home} names, or that holds the current directory. */
    public static Installation find() {
        String home = System.getProperty("oncegate.home", "");
        Path start = Path.of(home).toAbsolutePath().normalize();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("config")) && Files.isDirectory(at.resolve("system-test"))) {
                return new Installation(at);
            }
        }
        throw new IllegalStateException("nothing of Oncegate in " + start + "; name its directory as -Doncegate.home");
    }

    /** The runnable jar of a module. */
    public Path jar(String module) {
        Path target = root.resolve(module).resolve("target");
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(target)) {
            try (Stream<Path> files = Files.list(target)) {
                newest = files.filter(
                                file -> isRunnable(module, file.getFileName().toString()))
                        .max(Comparator.comparingLong(file -> file.toFile().lastModified()));
            } catch (IOException e) {
                throw new IllegalStateException("cannot look into " + target, e);
            }
        }
        return newest.orElseThrow(() ->
                new IllegalStateException("there is no " + module + "-*-exec.jar in " + target + "; run mvn package"));
    }

    /** The Java that runs this. */
    public static Path java() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    /** A file for what a process says. */
    public Path log(String... path) {
        return Path.of(root.resolve("system-test").resolve("target").toString(), path);
    }

    private static boolean isRunnable(String module, String file) {
        return file.startsWith(module + "-") && file.endsWith("-exec.jar");
    }
}
