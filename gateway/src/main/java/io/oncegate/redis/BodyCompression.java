package io.oncegate.redis;

import io.oncegate.core.Answer;
import io.oncegate.core.Answer.Header;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which bodies of kept answers are made smaller. They are given back byte for byte, whatever is set then. */
public final class BodyCompression {

    /**
     * From there on a record takes less memory than is rounded up anyway, and Redis, which copies and hashes it, is spared
     * about what the gateway takes for it.
     */
    public static final long USUAL = 512;

    private static final long NEVER = Long.MAX_VALUE;

    private static final List<String> COMPRESSED_TYPES = List.of(
            "image/",
            "video/",
            "audio/",
            "font/woff",
            "application/zip",
            "application/gzip",
            "application/x-gzip",
            "application/zstd",
            "application/x-7z-compressed",
            "application/x-bzip2",
            "application/x-xz",
            "application/vnd.rar",
            "application/java-archive",
            "application/vnd.openxmlformats-officedocument",
            "application/vnd.oasis.opendocument");

    /** An image in text. */
    private static final String SVG = "image/svg+xml";

    private final long above;

    private BodyCompression(long above) {
        this.above = above;
    }

    /** Leaves every body as it is. What was compressed before is read all the same. */
    public static BodyCompression off() {
        return new BodyCompression(NEVER);
    }

    /**
     * Compresses bodies.
     *
     * @param bytes of those only that are longer, at least 0
     */
    public static BodyCompression above(long bytes) {
        return new BodyCompression(bytes);
    }

    /** The body as {@link Lz4Body} has it; empty where it is to be kept as it is. */
    Optional<byte[]> compressed(Answer.Kept answer) {
        byte[] body = answer.body();
        return body.length <= above || isCompressed(answer.headers()) ? Optional.empty() : Lz4Body.packed(body);
    }

    private static boolean isCompressed(List<Header> headers) {
        for (Header header : headers) {
            if (header.name().equalsIgnoreCase("Content-Encoding")
                    || (header.name().equalsIgnoreCase("Content-Type") && isCompressed(header.value()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCompressed(String type) {
        String name = type.strip().toLowerCase(Locale.ROOT);
        return !name.startsWith(SVG) && COMPRESSED_TYPES.stream().anyMatch(name::startsWith);
    }
}
