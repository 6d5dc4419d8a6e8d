package io.oncegate.orders.web;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The order page itself, and what an operator has set for it. The page's other files are served as they lie. */
@RestController
final class PageController {

    private final PageSettings settings;

    PageController(PageSettings settings) {
        this.settings = settings;
    }

    /** Not by way of the framework's welcome page: that is a forward, which sends the answer before it has its tag. */
    @GetMapping("/")
    ResponseEntity<Resource> page() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.TEXT_HTML)
                .body(new ClassPathResource("static/index.html"));
    }

    @GetMapping("/page/settings.json")
    PageSettingsBody settings() {
        return new PageSettingsBody(
                settings.sendTimeout().toMillis(),
                settings.patience().toMillis(),
                settings.readTimeout().toMillis());
    }

    /** All in milliseconds, as a browser's timers take them. */
    record PageSettingsBody(long sendTimeout, long patience, long readTimeout) {}
}
