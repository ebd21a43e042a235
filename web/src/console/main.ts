import '../base/base.css'
import './console.css'
import '../base/theme'
import { createApp } from 'vue'
import ConsoleFrame from './ConsoleFrame.vue'
import { router } from './router'

createApp(ConsoleFrame).use(router).mount('#app')
