package io.oncegate.systemtest;

import io.oncegate.run.Installation;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

/**
 * An application as the tests start it: the content of its jar, unpacked, and an archive of the classes that a start
 * loads. Both are made once for each build and kept in {@code target}; a start then takes half the work of one from the
 * jar itself.
 */
final class Unpacked {

    private static final ConcurrentMap<String, Unpacked> FOUND = new ConcurrentHashMap<>();

    private final Path directory;

    private Unpacked(Path directory) {
        this.directory = directory;
    }

    /**
     * That of a module.
     *
     * @param training starts and ends the application with arguments of the Java machine and from a jar; tells whether
     *     it ended in order
     */
    static Unpacked of(String module, Training training) {
        return FOUND.computeIfAbsent(module, name -> find(name, training));
    }

    /** A first start, of which the machine keeps the classes. */
    interface Training {
        boolean ended(List<String> jvm, Path jar);
    }

    private static Unpacked find(String module, Training training) {
        Path jar = Installation.find().jar(module);
        Path directory = Installation.find().log("unpacked", module);
        try {
            Files.createDirectories(directory.getParent());
            // another Java machine may be about the same
            try (FileChannel lock = FileChannel.open(
                    directory.resolveSibling(module + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                lock.lock();
                return prepared(jar, directory, training);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Unpacked prepared(Path jar, Path directory, Training training) throws IOException {
        Path stamp = directory.resolve("stamp");
        // not the time of the file: that is the same for every build
        String build = jar.getFileName() + " " + checksum(jar);
        if (Files.exists(stamp) && Files.readString(stamp).equals(build)) {
            return new Unpacked(directory);
        }
        delete(directory);
        unpack(jar, directory);
        Unpacked unpacked = new Unpacked(directory);
        unpacked.train(training);
        Files.writeString(stamp, build);
        return unpacked;
    }

    private static void unpack(Path jar, Path directory) throws IOException {
        Process process = new ProcessBuilder(
                        Installation.java().toString(),
                        "-Djarmode=tools",
                        "-jar",
                        jar.toString(),
                        "extract",
                        "--destination",
                        directory.toString())
                .inheritIO()
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException("cannot unpack " + jar);
        }
    }

    private void train(Training training) throws IOException {
        Path growing = directory.resolve("growing.jsa");
        // half an archive, of a machine that did not end in order, is none
        if (training.ended(List.of("-XX:ArchiveClassesAtExit=" + growing), jar()) && Files.exists(growing)) {
            Files.move(growing, archive(), StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private Path archive() {
        return directory.resolve("classes.jsa");
    }

    /** The jar to start it from. */
    Path jar() {
        return only(file -> file.getFileName().toString().endsWith(".jar"));
    }

    /** Arguments of the Java machine that starts it. */
    List<String> jvm() {
        // a machine that cannot use it goes without
        return Files.exists(archive()) ? List.of("-XX:SharedArchiveFile=" + archive(), "-Xshare:auto") : List.of();
    }

    private Path only(Predicate<Path> wanted) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(wanted).findFirst().orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long checksum(Path file) throws IOException {
        CRC32 checksum = new CRC32();
        try (InputStream content = new CheckedInputStream(Files.newInputStream(file), checksum)) {
            byte[] block = new byte[1 << 16];
            int read = 0;
            while (read >= 0) {
                read = content.read(block);
            }
        }
        return checksum.getValue();
    }

    private static void delete(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
            }
        }
    }
}
