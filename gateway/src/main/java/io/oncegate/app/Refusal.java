package io.oncegate.app;

import java.util.Locale;
import org.springframework.http.HttpStatus;

/** Why the runnable gateway itself does not let somebody in. */
enum Refusal {
    CREDENTIALS_INVALID(
            HttpStatus.UNAUTHORIZED,
            "The credentials are not valid",
            "The Authorization header was given and does not prove who calls; nothing was executed."),
    CREDENTIALS_MISSING(
            HttpStatus.UNAUTHORIZED,
            "This is for operators",
            "Only a request with an operator's credentials is answered here; nothing was executed."),
    ROLE_MISSING(
            HttpStatus.FORBIDDEN,
            "This is for operators who may",
            "The credentials are valid, and theirs is no role that may do this; nothing was executed."),
    CROSS_SITE(
            HttpStatus.FORBIDDEN,
            "A change cannot come from another site",
            "A browser may send this only from a page of this very origin, and a POST needs a body of JSON, or at least"
                    + " Content-Type: application/json; nothing was executed.");

    private final HttpStatus status;
    private final String title;
    private final String detail;

    Refusal(HttpStatus status, String title, String detail) {
        this.status = status;
        this.title = title;
        this.detail = detail;
    }

    /** The member {@code code}, and the fragment of {@code type}. */
    String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    HttpStatus status() {
        return status;
    }

    String title() {
        return title;
    }

    String detail() {
        return detail;
    }
}
