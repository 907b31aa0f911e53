import { fileURLToPath, URL } from 'node:url'
import vue from '@vitejs/plugin-vue'
import elementPlus from 'unplugin-element-plus/vite'
import { defineConfig } from 'vitest/config'

const centre = process.env.CC_DEV_CENTRE ?? 'http://127.0.0.1:8000'

export default defineConfig({
  // Styles of Element Plus come with each component that is imported, and with nothing else.
  plugins: [vue(), elementPlus({})],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  // The page is served under a policy without 'unsafe-eval': no message compiler that builds functions from text.
  define: {
    __VUE_OPTIONS_API__: true,
    __VUE_PROD_DEVTOOLS__: false,
    __VUE_I18N_FULL_INSTALL__: false,
    __VUE_I18N_LEGACY_API__: false,
    __INTLIFY_JIT_COMPILATION__: true,
    __INTLIFY_DROP_MESSAGE_COMPILER__: false,
    __INTLIFY_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: '../command_center/web/static',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    target: 'es2022',
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: { '/api': { target: centre, ws: true, changeOrigin: false } },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts'],
    // Loading a page for the first time takes seconds on a machine that does something else as well.
    testTimeout: 30_000,
    server: { deps: { inline: ['element-plus'] } },
  },
})
