import '@fontsource-variable/noto-sans-sc/index.css'
import 'element-plus/theme-chalk/dark/css-vars.css'
import '@/ui/styles/tokens.css'
import '@/ui/styles/base.css'
import '@/ui/styles/forms.css'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { onUnauthorized } from '@/centre/client'
import App from './App.vue'
import { i18n, setLocale, type Locale } from '@/i18n'
import { router } from '@/shell/router'
import { watchFailures } from '@/shell/failure'
import { useSession } from '@/centre/session'
import { guardDoubleClicks } from '@/ui/doubleClick'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
watchFailures(router)
app.use(router)
setLocale(i18n.global.locale.value as Locale)
onUnauthorized(() => useSession().lose())
guardDoubleClicks(document)
app.mount('#app')
