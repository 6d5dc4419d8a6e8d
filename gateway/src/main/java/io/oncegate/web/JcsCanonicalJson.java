package io.oncegate.web;

import io.oncegate.core.CanonicalJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.erdtman.jcs.JsonCanonicalizer;
import org.erdtman.jcs.NumberToJSON;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * RFC 8785 through a library for the form, with a strict reading before it for what the form would lose: RFC 8785 holds
 * numbers as IEEE doubles, so that 9007199254740993 and 9007199254740992 would be one amount of money.
 */
final class JcsCanonicalJson implements CanonicalJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    @Override
    public Optional<byte[]> of(byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            if (!isLossless(text)) {
                return Optional.empty();
            }
            String canonical = new JsonCanonicalizer(text).getEncodedString();
            // an escaped lone surrogate has no UTF-8, and every one would become the same question mark
            return StandardCharsets.UTF_8.newEncoder().canEncode(canonical)
                    ? Optional.of(canonical.getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** Reads it all: well-formed, not too deep, no member twice, and every number one that a double tells apart. */
    private static boolean isLossless(String text) throws IOException {
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            int roots = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isNumeric() && !isExact(parser.getString())) {
                    return false;
                }
                if (parser.streamReadContext().inRoot() && !token.isStructStart()) {
                    roots++;
                }
            }
            return roots == 1;
        }
    }

    private static boolean isExact(String number) throws IOException {
        double value = Double.parseDouble(number);
        return Double.isFinite(value)
                && new BigDecimal(NumberToJSON.serializeNumber(value)).compareTo(new BigDecimal(number)) == 0;
    }
}
