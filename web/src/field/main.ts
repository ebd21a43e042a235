import '../base/base.css'
import '../base/theme'
import { createApp } from 'vue'
import FieldFrame from './FieldFrame.vue'

createApp(FieldFrame).mount('#app')
