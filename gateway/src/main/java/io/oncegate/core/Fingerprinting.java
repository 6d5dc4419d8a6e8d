package io.oncegate.core;

import java.util.Locale;
import java.util.Optional;

/** Makes fingerprints as a route wants them. */
public final class Fingerprinting {

    private final FingerprintMode mode;
    private final CanonicalJson canonicalJson;
    private final FingerprintKey key;

    public Fingerprinting(FingerprintMode mode, CanonicalJson canonicalJson, FingerprintKey key) {
        this.mode = mode;
        this.canonicalJson = canonicalJson;
        this.key = key;
    }

    /** The fingerprint of a request. Pure: the same content has the same fingerprint on every gateway with the same key. */
    public Fingerprint of(RequestContent content) {
        if (mode == FingerprintMode.KEY_ONLY) {
            return Fingerprint.KEY_ONLY;
        }
        MediaType mediaType = MediaType.parse(content.mediaType());
        Fingerprint.Digest digest = new Fingerprint.Digest()
                .part(content.method())
                .part(content.target())
                .part(mediaType.essence());
        Optional<byte[]> canonical = mode == FingerprintMode.JSON && mediaType.isJson()
                ? canonicalJson.of(content.body())
                : Optional.empty();
        if (canonical.isPresent()) {
            digest.part("json").part(canonical.get());
        } else if (mediaType.boundary().isPresent()) {
            digest.part("multipart");
            MultipartSegments.digest(content.body(), mediaType.boundary().get(), digest);
        } else {
            digest.part("body").part(content.body());
        }
        return digest.fingerprint(key);
    }

    /** A media type as far as it matters here: its boundary apart, which differs with every sending. */
    private record MediaType(String essence, Optional<String> boundary) {

        static MediaType parse(String header) {
            StringBuilder essence = new StringBuilder();
            Optional<String> boundary = Optional.empty();
            for (String part : header.split(";", -1)) {
                String trimmed = part.trim();
                if (essence.isEmpty()) {
                    essence.append(trimmed.toLowerCase(Locale.ROOT));
                } else if (trimmed.regionMatches(true, 0, "boundary=", 0, 9)
                        && essence.toString().startsWith("multipart/")) {
                    boundary = Optional.of(unquoted(trimmed.substring(9))).filter(b -> !b.isEmpty());
                } else if (!trimmed.isEmpty()) {
                    essence.append(';').append(trimmed);
                }
            }
            return new MediaType(essence.toString(), boundary);
        }

        boolean isJson() {
            int end = essence.indexOf(";");
            String type = end < 0 ? essence : essence.substring(0, end);
            return type.equals("application/json") || type.endsWith("+json");
        }

        private static String unquoted(String value) {
            boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
            return quoted ? value.substring(1, value.length() - 1) : value;
        }
    }
}
