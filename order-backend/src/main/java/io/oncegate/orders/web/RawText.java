package io.oncegate.orders.web;

import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;

/**
 * Takes a scalar as the characters that stand in the body, quoted or not. So no binary floating-point number comes in
 * between, nothing is computed before length and form are known to be harmless, and one wrong member does not hide another.
 */
final class RawText extends ValueDeserializer<String> {

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) {
        String text = parser.getString();
        // of an object or array there is its bracket, which no member accepts
        parser.skipChildren();
        return text;
    }
}
